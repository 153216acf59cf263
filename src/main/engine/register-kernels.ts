import type { AnyOp } from './define-op'
import * as ops from './ops/registry'

export type OpName = keyof typeof ops

/**
 * An engine's kernels, in the form that its backend runs fastest; models and gradients do not
 * depend on which exist. Shapes are those of the functions in ops/; everything is float32, except
 * int32 indices.
 */
export type KernelTable = {
  readonly [K in OpName]?: Parameters<(typeof ops)[K]['register']>[1]
}

/** Registers an engine's kernels under its backend's name; other ops run as compositions. */
export function registerKernels(backendName: string, kernels: KernelTable): void {
  for (const name of Object.keys(ops) as OpName[]) {
    ;(ops[name] as AnyOp).register(backendName, kernels[name] as Parameters<AnyOp['register']>[1])
  }
}
