// What the fuzzer knows of a decoder.
export interface Decoder {
  readonly name: string
  /** Good inputs: what is mutated. */
  readonly seeds: readonly Uint8Array[]
  /** Decodes; what it gives is measured while it is held. Signing and framing that no peer has to do is done here too. */
  run(bytes: Uint8Array): unknown
  /** How often, next to others; 1 when absent. */
  readonly weight?: number
  /** What even a small good input may become, by the format's own bound: bytes. */
  readonly plain?: number
  /** Errors of its own that it documents, beside HoldfastError. */
  readonly documented?: (error: unknown) => boolean
}
