import { f32x4, i32 } from '../assembler/instructions'
import type { V128 } from '../assembler/instructions'
import type { ModuleBuilder } from '../assembler/module'
import { i32s } from './elementwise'

/**
 * The tile's size: the largest for which its values and the operands of one step of the sum fit
 * into the registers of x86-64 (16, of which V8 reserves one).
 */
export const TILE_ROWS = 4
export const TILE_VECTORS = 2
export const TILE_COLUMNS = 4 * TILE_VECTORS

/** a * b + c, fused if the machine supports it. */
export type MultiplyAdd = (a: V128, b: V128, c: V128) => V128

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** result = start + left · right over packed strips; start's rows may be all the same (stride 0). */
export function defineTile(module: ModuleBuilder, multiplyAdd: MultiplyAdd) {
  const factors = ['left', 'right', 'depth'] as const
  const places = ['start', 'startStride', 'result', 'resultStride'] as const
  return module.define('tile', i32s(...factors, ...places), (p, f) => {
    const vectors = range(TILE_VECTORS)
    const sums = range(TILE_ROWS).map(() => vectors.map(() => f.local('v128')))
    const end = f.let(i32.add(p.left, i32.mul(p.depth, 4 * TILE_ROWS)))
    f.for(p.left, end, 4 * TILE_ROWS, () => {
      const columns = vectors.map((v) => f.let(f32x4.load(p.right, 16 * v)))
      sums.forEach((row, r) => {
        const factor = f.let(f32x4.loadSplat(p.left, 4 * r))
        row.forEach((sum, v) => f.set(sum, multiplyAdd(factor, columns[v] as V128, sum)))
      })
      f.advance(p.right, 4 * TILE_COLUMNS)
    })
    for (const row of sums) {
      row.forEach((sum, v) =>
        f.do(f32x4.store(p.result, f32x4.add(f32x4.load(p.start, 16 * v), sum), 16 * v)),
      )
      f.advance(p.start, p.startStride)
      f.advance(p.result, p.resultStride)
    }
  })
}
