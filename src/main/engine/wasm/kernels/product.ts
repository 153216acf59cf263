import { f32, f32x4, i32 } from '../assembler/instructions'
import type { Local, ModuleBuilder, WasmFunction } from '../assembler/module'
import { i32s } from './elementwise'
import { definePackColumns, definePackRows } from './pack'
import { defineTile, range, TILE_COLUMNS, TILE_ROWS, TILE_VECTORS } from './tile'
import type { MultiplyAdd } from './tile'

/*
 * Matrix products in the blocking of Goto and van de Geijn (2008): both factors are packed block by
 * block, and an inner loop sums a small tile of the result in registers.
 */

/** A strip of the right factor, BLOCK_DEPTH * TILE_COLUMNS, stays in a first-level cache (8 KiB). */
const BLOCK_DEPTH = 256
/** The left factor's block, BLOCK_ROWS * BLOCK_DEPTH, stays in a second-level cache (128 KiB). */
const BLOCK_ROWS = 128
const BLOCK_COLUMNS = 1024

const LEFT_BYTES = 4 * BLOCK_ROWS * BLOCK_DEPTH
const RIGHT_BYTES = 4 * BLOCK_DEPTH * BLOCK_COLUMNS
const TILE_BYTES = 4 * TILE_ROWS * TILE_COLUMNS

/** Bytes of scratch memory per product: packed factors, an edge tile, a row of zeros. */
export const PRODUCT_SCRATCH = LEFT_BYTES + RIGHT_BYTES + TILE_BYTES + 4 * TILE_COLUMNS

/*
 * left is stored as [rows, depth], or as [depth, rows] if leftTurned is 1; likewise right, [depth,
 * columns]. Strides are the distances between stored rows in bytes. bias [columns] is added to
 * every row; 0 means no bias. If accumulate is 1, the product is added to the result's existing
 * values instead. scratch has PRODUCT_SCRATCH bytes.
 */
const productParameters = i32s(
  ...(['rows', 'columns', 'depth'] as const),
  ...(['left', 'leftStride', 'leftTurned', 'right', 'rightStride', 'rightTurned'] as const),
  ...(['bias', 'accumulate', 'result', 'resultStride', 'scratch'] as const),
)

/** result [rows, columns] = left · right + bias. depth is at least 1. */
export function defineProduct(
  module: ModuleBuilder,
  multiplyAdd: MultiplyAdd,
): WasmFunction<typeof productParameters> {
  const tile = defineTile(module, multiplyAdd)
  const packs = {
    leftRows: definePackColumns(module, TILE_ROWS),
    leftTurned: definePackRows(module, TILE_ROWS),
    rightRows: definePackRows(module, TILE_COLUMNS),
    rightTurned: definePackColumns(module, TILE_COLUMNS),
  }

  return module.define('product', productParameters, (p, f) => {
    const rightPacked = f.let(i32.add(p.scratch, LEFT_BYTES))
    const edge = f.let(i32.add(rightPacked, RIGHT_BYTES))
    const zeros = f.let(i32.add(edge, TILE_BYTES))
    const [column, depth, row] = [f.local('i32'), f.local('i32'), f.local('i32')]
    const [blockColumns, blockDepth, blockRows] = [f.local('i32'), f.local('i32'), f.local('i32')]
    const most = (from: Local<'i32'>, end: Local<'i32'>, block: number) =>
      i32.min(i32.sub(end, from), block)
    for (const v of range(TILE_VECTORS)) {
      f.do(f32x4.store(zeros, f32x4.splat(0), 16 * v))
    }

    f.set(column, 0)
    f.for(column, p.columns, BLOCK_COLUMNS, () => {
      f.set(blockColumns, most(column, p.columns, BLOCK_COLUMNS))
      f.set(depth, 0)
      f.for(depth, p.depth, BLOCK_DEPTH, () => {
        f.set(blockDepth, most(depth, p.depth, BLOCK_DEPTH))
        f.set(row, 0)
        f.for(row, p.rows, BLOCK_ROWS, () => {
          f.set(blockRows, most(row, p.rows, BLOCK_ROWS))
          packLeft()
          multiplyBlock()
        })
      })
    })

    function packLeft(): void {
      const strip = f.let(row)
      const end = f.let(i32.add(row, blockRows))
      const packed = f.let(p.scratch)
      f.for(strip, end, TILE_ROWS, () => {
        const args = {
          stride: p.leftStride,
          depth: blockDepth,
          present: f.let(most(strip, end, TILE_ROWS)),
          packed,
        }
        f.if(
          p.leftTurned,
          () =>
            f.call(packs.leftTurned, { ...args, source: at(p.left, p.leftStride, depth, strip) }),
          () => f.call(packs.leftRows, { ...args, source: at(p.left, p.leftStride, strip, depth) }),
        )
        f.advance(packed, i32.mul(blockDepth, 4 * TILE_ROWS))
      })
    }

    function multiplyBlock(): void {
      const strip = f.let(column)
      const end = f.let(i32.add(column, blockColumns))
      const packed = f.let(rightPacked)
      f.for(strip, end, TILE_COLUMNS, () => {
        const present = f.let(most(strip, end, TILE_COLUMNS))
        const args = { stride: p.rightStride, depth: blockDepth, present, packed }
        // Packed just before its first use, to still be in the cache.
        f.if(i32.eq(row, 0), () =>
          f.if(
            p.rightTurned,
            () =>
              f.call(packs.rightTurned, {
                ...args,
                source: at(p.right, p.rightStride, strip, depth),
              }),
            () =>
              f.call(packs.rightRows, {
                ...args,
                source: at(p.right, p.rightStride, depth, strip),
              }),
          ),
        )
        multiplyStrip(strip, present, packed)
        f.advance(packed, i32.mul(blockDepth, 4 * TILE_COLUMNS))
      })
    }

    function multiplyStrip(
      strip: Local<'i32'>,
      present: Local<'i32'>,
      rightStrip: Local<'i32'>,
    ): void {
      const tileRow = f.let(row)
      const end = f.let(i32.add(row, blockRows))
      const leftStrip = f.let(p.scratch)
      const result = f.let(at(p.result, p.resultStride, row, strip))
      const [start, startStride] = [f.let(zeros), f.local('i32')]
      f.set(startStride, 0)
      // The first block starts from the bias, later blocks from the sum so far.
      f.if(
        i32.lt(i32.add(depth, p.accumulate), 1),
        () => f.if(p.bias, () => f.set(start, i32.add(p.bias, i32.mul(strip, 4)))),
        () => {
          f.set(start, result)
          f.set(startStride, p.resultStride)
        },
      )
      f.for(tileRow, end, TILE_ROWS, () => {
        const rowsLeft = f.let(i32.sub(end, tileRow))
        const factors = { left: leftStrip, right: rightStrip, depth: blockDepth }
        f.if(
          i32.mul(i32.ge(rowsLeft, TILE_ROWS), i32.eq(present, TILE_COLUMNS)),
          () =>
            f.call(tile, { ...factors, start, startStride, result, resultStride: p.resultStride }),
          () => {
            const own = { start: zeros, startStride: 0, result: edge }
            f.call(tile, { ...factors, ...own, resultStride: 4 * TILE_COLUMNS })
            addEdge(rowsLeft, present, start, startStride, result)
          },
        )
        f.advance(leftStrip, i32.mul(blockDepth, 4 * TILE_ROWS))
        f.advance(start, i32.mul(startStride, TILE_ROWS))
        f.advance(result, i32.mul(p.resultStride, TILE_ROWS))
      })
    }

    /** Adds the part of a tile that is within the result. */
    function addEdge(
      rowsLeft: Local<'i32'>,
      present: Local<'i32'>,
      start: Local<'i32'>,
      startStride: Local<'i32'>,
      result: Local<'i32'>,
    ): void {
      for (const r of range(TILE_ROWS)) {
        f.if(i32.lt(r, rowsLeft), () => {
          const from = f.let(i32.add(start, i32.mul(startStride, r)))
          const to = f.let(i32.add(result, i32.mul(p.resultStride, r)))
          for (const c of range(TILE_COLUMNS)) {
            f.if(i32.lt(c, present), () => {
              const sum = f32.load(edge, 4 * (r * TILE_COLUMNS + c))
              f.do(f32.store(to, f32.add(f32.load(from, 4 * c), sum), 4 * c))
            })
          }
        })
      }
    }

    function at(base: Local<'i32'>, stride: Local<'i32'>, line: Local<'i32'>, place: Local<'i32'>) {
      return i32.add(i32.add(base, i32.mul(line, stride)), i32.mul(place, 4))
    }
  })
}
