// AssemblyScript. The memory of the pcm module: fixed places for one chunk of at most 4 MiB. Loads and stores are 16 bytes
// wide and may run past the end of what is valid, never past the slack behind it.

export const MAX_PLAIN: i32 = 4194304
/** Frames of a block: each channel's block has its own predictor. */
export const BLOCK: i32 = 4096
const MAX_CHANNELS: i32 = 255
const SLACK: i32 = 1024

/** Frames to transform; the caller writes them. */
export const INPUT: i32 = 65536
export const PLANES: i32 = INPUT + MAX_PLAIN + SLACK
export const OUTPUT: i32 = PLANES + MAX_PLAIN + SLACK
/** Bytes a block and channel: order of the differences, and the filter's four weights. */
export const PREDICTOR: i32 = 5
export const PREDICTORS: i32 = OUTPUT + MAX_PLAIN + SLACK
/** The last four samples of each channel, as they were. */
export const HISTORY: i32 = PREDICTORS + 16384
/** A block's samples as i32, channels interleaved. */
export const FRAMES: i32 = HISTORY + MAX_CHANNELS * 16
/** Four blocks of one channel as i32. The four samples before a block stand before it. */
export const CHANNEL_A: i32 = FRAMES + MAX_CHANNELS * BLOCK * 4 + SLACK
const CHANNEL_LENGTH: i32 = BLOCK * 4 + SLACK
export const CHANNEL_B: i32 = CHANNEL_A + CHANNEL_LENGTH
export const CHANNEL_C: i32 = CHANNEL_B + CHANNEL_LENGTH
export const CHANNEL_D: i32 = CHANNEL_C + CHANNEL_LENGTH
