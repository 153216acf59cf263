/**
 * The parts of WebAssembly's JavaScript interface that we use; TypeScript declares it for pages
 * only.
 */
declare namespace WebAssembly {
  /** Compiled code, which can also be sent to another thread. */
  type Module = object
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer | SharedArrayBuffer
    /** Returns the previous number of pages. */
    grow(pages: number): number
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } })
    readonly exports: Readonly<Record<string, (...args: number[]) => void>>
  }
  class CompileError extends Error {}
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean
}
