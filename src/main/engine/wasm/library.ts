import { f32x4 } from './assembler/instructions'
import { ModuleBuilder } from './assembler/module'
import type { Parameters, WasmFunction } from './assembler/module'
import { defineColumnKernels, defineFillRows } from './kernels/columns'
import { defineAdam, defineLeakyRelu } from './kernels/elementwise'
import { defineProduct } from './kernels/product'
import { defineFold, defineUnfold } from './kernels/unfold'
import type { MultiplyAdd } from './kernels/tile'

const twoRoundings: MultiplyAdd = (a, b, c) => f32x4.add(c, f32x4.mul(a, b))

function defineKernels(module: ModuleBuilder, multiplyAdd: MultiplyAdd) {
  return {
    product: defineProduct(module, multiplyAdd),
    ...defineLeakyRelu(module),
    ...defineColumnKernels(module),
    adam: defineAdam(module),
    unfold: defineUnfold(module),
    fold: defineFold(module),
    fillRows: defineFillRows(module),
  }
}

type Library = ReturnType<typeof defineKernels>
export type KernelName = keyof Library
export type KernelArguments<N extends KernelName> =
  Library[N] extends WasmFunction<infer P> ? Readonly<Record<keyof P, number>> : never

/**
 * Our kernels as compiled WebAssembly, to be instantiated over a memory, in this thread or another.
 */
export interface KernelModule {
  readonly module: WebAssembly.Module
  /** True if products use fused multiply-add, which rounds once. */
  readonly fused: boolean
  /** Each kernel's parameters, in order. */
  readonly parameters: Readonly<Record<KernelName, readonly string[]>>
}

/**
 * Compiles the kernels: with relaxed SIMD's fused multiply-add if this machine's WebAssembly
 * supports it, which makes products 1.5 times as fast, else with a multiplication and an addition.
 *
 * @throws WebAssembly.CompileError if there is no SIMD at all
 */
export function compileKernels({
  sharedMemory = false,
  relaxed: allowRelaxed = true,
} = {}): KernelModule {
  const build = (multiplyAdd: MultiplyAdd) => {
    const builder = new ModuleBuilder()
    const library = defineKernels(builder, multiplyAdd)
    return { library, bytes: builder.encode(sharedMemory) }
  }
  const relaxed = build(f32x4.multiplyAdd)
  const fused = allowRelaxed && WebAssembly.validate(relaxed.bytes)
  const { library, bytes } = fused ? relaxed : build(twoRoundings)
  const names = Object.entries<WasmFunction<Parameters>>(library).map(
    ([name, { parameters }]) => [name, Object.keys(parameters)] as const,
  )
  return {
    module: new WebAssembly.Module(bytes),
    fused,
    parameters: Object.fromEntries(names) as Record<KernelName, string[]>,
  }
}

/** Returns true if this machine's WebAssembly has SIMD, which the kernels need. */
export function hasSimd(): boolean {
  const builder = new ModuleBuilder()
  builder.define('probe', { address: 'i32' }, ({ address }, f) =>
    f.do(f32x4.store(address, f32x4.splat(0))),
  )
  return WebAssembly.validate(builder.encode(false))
}
