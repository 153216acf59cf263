import { i32 } from '../assembler/instructions'
import type { ModuleBuilder } from '../assembler/module'
import { f32s, i32s, overValues } from './elementwise'

/*
 * Kernels over the columns of a matrix [rows, columns]: sums of columns, and batch normalisation,
 * whose statistics are such sums. All process the matrix row by row, in memory order.
 */

/** out [columns] = the sum of x's rows. */
function defineSumRows(module: ModuleBuilder) {
  const clear = module.define('clear', i32s('out', 'columns'), ({ out, columns }, f) =>
    overValues(f, columns, [out], (lanes) => () => f.do(lanes.store(out, lanes.splat(0)))),
  )
  const pair = { ...i32s('out', 'x', 'columns') }
  const add = module.define('addRow', pair, ({ out, x, columns }, f) =>
    overValues(
      f,
      columns,
      [out, x],
      (lanes) => () => f.do(lanes.store(out, lanes.add(lanes.load(out), lanes.load(x)))),
    ),
  )
  const sum = module.define('sumRows', i32s('x', 'out', 'rows', 'columns'), (p, f) => {
    const { x, out, rows, columns } = p
    f.call(clear, { out, columns })
    f.while(
      () => rows,
      () => {
        f.call(add, { out, x, columns })
        f.advance(x, i32.shl(columns, 2))
        f.set(rows, i32.sub(rows, 1))
      },
    )
  })
  return { clear, sum }
}

/**
 * Batch normalisation of x's columns by their own statistics. Returns the unbiased variance, and
 * inverseDeviation = 1 / sqrt(biased variance + epsilon).
 */
function defineForward(module: ModuleBuilder, { clear, sum }: ReturnType<typeof defineSumRows>) {
  const means = { ...i32s('mean', 'columns'), ...f32s('rows') }
  const divide = module.define('divide', means, ({ mean, columns, rows }, f) =>
    overValues(f, columns, [mean], (lanes) => {
      const count = f.let(lanes.splat(rows))
      return () => f.do(lanes.store(mean, lanes.div(lanes.load(mean), count)))
    }),
  )
  const spread = { ...i32s('squares', 'x', 'mean', 'columns') }
  const addSquares = module.define('addSquares', spread, ({ squares, x, mean, columns }, f) =>
    overValues(f, columns, [squares, x, mean], (lanes) => () => {
      const centred = f.let(lanes.sub(lanes.load(x), lanes.load(mean)))
      const square = lanes.mul(centred, centred)
      f.do(lanes.store(squares, lanes.add(lanes.load(squares), square)))
    }),
  )
  const deviation = {
    ...i32s('squares', 'inverse', 'columns'),
    ...f32s('rows', 'freedom', 'epsilon'),
  }
  const finish = module.define('finishVariance', deviation, (p, f) =>
    overValues(f, p.columns, [p.squares, p.inverse], (lanes) => {
      const [one, rows] = [f.let(lanes.splat(1)), f.let(lanes.splat(p.rows))]
      const [freedom, epsilon] = [f.let(lanes.splat(p.freedom)), f.let(lanes.splat(p.epsilon))]
      return () => {
        const squares = f.let(lanes.load(p.squares))
        const inside = lanes.add(lanes.div(squares, rows), epsilon)
        f.do(lanes.store(p.inverse, lanes.div(one, lanes.sqrt(inside))))
        f.do(lanes.store(p.squares, lanes.div(squares, freedom)))
      }
    }),
  )
  const row = {
    ...i32s('x', 'y', 'mean', 'inverse'),
    ...i32s('scale', 'offset', 'columns'),
  }
  const normalise = module.define('normalise', row, (p, f) => {
    const pointers = [p.x, p.y, p.mean, p.inverse, p.scale, p.offset]
    overValues(f, p.columns, pointers, (lanes) => () => {
      const centred = lanes.sub(lanes.load(p.x), lanes.load(p.mean))
      const normal = lanes.mul(centred, lanes.load(p.inverse))
      const scaled = lanes.mul(normal, lanes.load(p.scale))
      f.do(lanes.store(p.y, lanes.add(scaled, lanes.load(p.offset))))
    })
  })

  const all = {
    ...i32s('x', 'scale', 'offset', 'rows', 'columns'),
    ...i32s('y', 'mean', 'variance', 'inverse'),
    /**
     * The number of rows as a float, rows - 1 (at least 1), and the value added to the variance.
     */
    ...f32s('count', 'freedom', 'epsilon'),
  }
  return module.define('batchNorm', all, (p, f) => {
    const { x, y, rows, columns, mean, variance: squares, inverse, scale, offset } = p
    f.call(sum, { x, out: mean, rows, columns })
    f.call(divide, { mean, columns, rows: p.count })
    f.call(clear, { out: squares, columns })
    const bytes = f.let(i32.shl(columns, 2))
    const end = f.let(i32.add(x, i32.mul(rows, bytes)))
    const at = f.let(x)
    f.for(at, end, bytes, () => f.call(addSquares, { squares, x: at, mean, columns }))
    const { count, freedom, epsilon } = p
    f.call(finish, { squares, inverse, columns, rows: count, freedom, epsilon })
    f.for(x, end, bytes, () => {
      f.call(normalise, { x, y, mean, inverse, scale, offset, columns })
      f.advance(y, bytes)
    })
  })
}

/** The gradient of batchNorm: sums over the columns first, then dx row by row. */
function defineBackward(module: ModuleBuilder, { clear, sum }: ReturnType<typeof defineSumRows>) {
  const scaleSums = {
    ...i32s('dscale', 'dy', 'x'),
    ...i32s('mean', 'inverse', 'columns'),
  }
  const addScaleGradient = module.define('addScaleGradient', scaleSums, (p, f) => {
    overValues(f, p.columns, [p.dscale, p.dy, p.x, p.mean, p.inverse], (lanes) => () => {
      const centred = lanes.sub(lanes.load(p.x), lanes.load(p.mean))
      const normal = lanes.mul(centred, lanes.load(p.inverse))
      const term = lanes.mul(lanes.load(p.dy), normal)
      f.do(lanes.store(p.dscale, lanes.add(lanes.load(p.dscale), term)))
    })
  })
  const row = {
    ...i32s('dx', 'dy', 'x', 'mean', 'inverse', 'scale'),
    ...i32s('dscale', 'doffset', 'columns'),
    ...f32s('count'),
  }
  const inputGradient = module.define('inputGradient', row, (p, f) => {
    const pointers = [p.dx, p.dy, p.x, p.mean, p.inverse, p.scale, p.dscale, p.doffset]
    overValues(f, p.columns, pointers, (lanes) => {
      const count = f.let(lanes.splat(p.count))
      return () => {
        const inverse = f.let(lanes.load(p.inverse))
        const normal = lanes.mul(lanes.sub(lanes.load(p.x), lanes.load(p.mean)), inverse)
        const along = lanes.div(lanes.mul(normal, lanes.load(p.dscale)), count)
        const common = lanes.div(lanes.load(p.doffset), count)
        const centred = lanes.sub(lanes.sub(lanes.load(p.dy), common), along)
        f.do(lanes.store(p.dx, lanes.mul(lanes.mul(lanes.load(p.scale), inverse), centred)))
      }
    })
  })

  const all = {
    ...i32s('dy', 'x', 'scale', 'mean', 'inverse'),
    ...i32s('rows', 'columns', 'dx', 'dscale', 'doffset'),
    /** The number of rows as a float. */
    ...f32s('count'),
  }
  return module.define('batchNormGradient', all, (p, f) => {
    const { dy, x, scale, mean, inverse, rows, columns, dx, dscale, doffset, count } = p
    f.call(sum, { x: dy, out: doffset, rows, columns })
    f.call(clear, { out: dscale, columns })
    const bytes = f.let(i32.shl(columns, 2))
    const end = f.let(i32.add(x, i32.mul(rows, bytes)))
    const [atX, atDy] = [f.let(x), f.let(dy)]
    f.for(atX, end, bytes, () => {
      f.call(addScaleGradient, { dscale, dy: atDy, x: atX, mean, inverse, columns })
      f.advance(atDy, bytes)
    })
    f.for(x, end, bytes, () => {
      const sums = { dscale, doffset, columns, count }
      f.call(inputGradient, { dx, dy, x, mean, inverse, scale, ...sums })
      f.advance(dx, bytes)
      f.advance(dy, bytes)
    })
  })
}

/** Every row of x [rows, columns] becomes `row`, or zeros where that is 0. */
export function defineFillRows(module: ModuleBuilder) {
  const line = i32s('x', 'row', 'columns')
  const fill = module.define('fillRow', line, ({ x, row, columns }, f) =>
    f.if(
      row,
      () =>
        overValues(f, columns, [x, row], (lanes) => () => f.do(lanes.store(x, lanes.load(row)))),
      () => overValues(f, columns, [x], (lanes) => () => f.do(lanes.store(x, lanes.splat(0)))),
    ),
  )
  return module.define('fillRows', i32s('x', 'row', 'rows', 'columns'), (p, f) => {
    const bytes = f.let(i32.shl(p.columns, 2))
    const end = f.let(i32.add(p.x, i32.mul(p.rows, bytes)))
    f.for(p.x, end, bytes, () => f.call(fill, { x: p.x, row: p.row, columns: p.columns }))
  })
}

export function defineColumnKernels(module: ModuleBuilder) {
  const rows = defineSumRows(module)
  return {
    sumRows: rows.sum,
    batchNorm: defineForward(module, rows),
    batchNormGradient: defineBackward(module, rows),
  }
}
