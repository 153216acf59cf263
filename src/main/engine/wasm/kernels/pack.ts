import { f32, f32x4, i32 } from '../assembler/instructions'
import type { V128 } from '../assembler/instructions'
import type { FunctionBody, Local, ModuleBuilder, WasmFunction } from '../assembler/module'
import { i32s } from './elementwise'

/*
 * Packing stores a strip of a matrix in the order in which the product's inner loop reads it: for
 * each of the `depth` steps of the sum, the strip's `width` values side by side. Narrower strips
 * are padded with zeros.
 */

/*
 * stride is the distance of two stored rows in bytes; present is the number of values in the strip
 * before padding.
 */
const packParameters = i32s('source', 'stride', 'depth', 'present', 'packed')

type PackFunction = WasmFunction<typeof packParameters>

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Packs a strip whose steps are stored rows: value j of step p is at source[p][j]. */
export function definePackRows(module: ModuleBuilder, width: number): PackFunction {
  return module.define(`packRows${width}`, packParameters, (parameters, f) => {
    const { source, stride, depth, present, packed } = parameters
    const end = f.let(i32.add(packed, i32.mul(depth, 4 * width)))
    f.if(
      i32.eq(present, width),
      () => {
        f.for(packed, end, 4 * width, () => {
          for (const at of range(width / 4).map((v) => 16 * v)) {
            f.do(f32x4.store(packed, f32x4.load(source, at), at))
          }
          f.advance(source, stride)
        })
      },
      () => {
        f.for(packed, end, 4 * width, () => {
          for (const j of range(width)) {
            const at = 4 * j
            f.if(
              i32.lt(j, present),
              () => f.do(f32.store(packed, f32.load(source, at), at)),
              () => f.do(f32.store(packed, f32.splat(0), at)),
            )
          }
          f.advance(source, stride)
        })
      },
    )
  })
}

/** Packs a strip whose values are stored rows: value j of step p is at source[j][p]. */
export function definePackColumns(module: ModuleBuilder, width: number): PackFunction {
  return module.define(`packColumns${width}`, packParameters, (parameters, f) => {
    const { source, stride, depth, present, packed } = parameters
    const end = f.let(i32.add(packed, i32.mul(depth, 4 * width)))
    const rows = range(width).map(() => f.local('i32'))
    const [firstRow] = rows as [Local<'i32'>]
    f.set(firstRow, source)
    for (const j of range(width - 1)) {
      f.set(rows[j + 1] as Local<'i32'>, i32.add(rows[j] as Local<'i32'>, stride))
    }
    f.if(i32.eq(present, width), () => {
      const wholeEnd = f.let(i32.add(packed, i32.mul(i32.div(depth, 4), 16 * width)))
      f.for(packed, wholeEnd, 16 * width, () => {
        for (const v of range(width / 4)) {
          const block = rows.slice(4 * v, 4 * v + 4)
          const loaded = block.map((row) => f.let(f32x4.load(row)))
          transposed(f, loaded as unknown as Vectors).forEach((line, step) => {
            f.do(f32x4.store(packed, line, 4 * (step * width + 4 * v)))
          })
        }
        for (const row of rows) f.advance(row, 16)
      })
    })
    f.for(packed, end, 4 * width, () => {
      rows.forEach((row, j) => {
        f.if(
          i32.lt(j, present),
          () => f.do(f32.store(packed, f32.load(row), 4 * j)),
          () => f.do(f32.store(packed, f32.splat(0), 4 * j)),
        )
        f.advance(row, 4)
      })
    })
  })
}

/** Transposes the lanes of four vectors: the first lanes of all, the second ones, and so on. */
function transposed(f: FunctionBody, [a, b, c, d]: Vectors): Vectors {
  const halves = (left: V128, right: V128): [V128, V128] => [
    f.let(f32x4.shuffle(left, right, [0, 4, 1, 5])),
    f.let(f32x4.shuffle(left, right, [2, 6, 3, 7])),
  ]
  const [low, high] = [halves(a, b), halves(c, d)]
  const line = (half: 0 | 1, lanes: readonly [number, number, number, number]): V128 =>
    f32x4.shuffle(low[half], high[half], lanes)
  return [
    ...[line(0, [0, 1, 4, 5]), line(0, [2, 3, 6, 7])],
    ...[line(1, [0, 1, 4, 5]), line(1, [2, 3, 6, 7])],
  ] as unknown as Vectors
}

type Vectors = readonly [V128, V128, V128, V128]
