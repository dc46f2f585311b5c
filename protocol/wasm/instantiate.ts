// Makes a module that scripts/wasm.sh compiled usable: it has its own memory of a fixed size, and imports nothing.

// The types of Node bring none for WebAssembly.
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}
/** An address in the module's memory, as it exports one. */
export interface Place {
  readonly value: number
}
export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

/** The exports of a new instance; `Exports` is what the source in assembly/ exports. */
export function instantiate<Exports extends { readonly memory: WasmMemory }>(base64: string): Exports {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  return new Instance(new Module(Buffer.from(base64, 'base64'))).exports as Exports
}
