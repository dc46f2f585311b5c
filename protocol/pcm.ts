// The shape of PCM audio inside a plaintext (§ Chunk), as the pcm codec needs it.

/** `lead`: plain bytes before the first frame. A frame is `channels` samples of `bytes` bytes each. */
export interface PcmShape {
  readonly sample: 'int' | 'float'
  readonly bytes: 2 | 3 | 4
  readonly bigEndian: boolean
  /** 1 to 255. */
  readonly channels: number
  readonly lead: number
}
