import { f32, f32x4, i32 } from '../assembler/instructions'
import type { F32, Lanes, Value } from '../assembler/instructions'
import { parametersOf } from '../assembler/module'
import type { FunctionBody, Local, ModuleBuilder } from '../assembler/module'

export const i32s = <N extends string>(...names: N[]) => parametersOf('i32', ...names)
export const f32s = <N extends string>(...names: N[]) => parametersOf('f32', ...names)

/**
 * Writes a loop over `count` values, four at a time and then the rest one by one. `write` is called
 * for each width: it may set up locals, and returns the code that processes the values at the
 * pointers.
 */
export function overValues(
  f: FunctionBody,
  count: Local<'i32'>,
  pointers: readonly Local<'i32'>[],
  write: <T extends 'f32' | 'v128'>(lanes: Lanes<T>) => () => void,
): void {
  const left = f.let(count)
  const loop = <T extends 'f32' | 'v128'>(lanes: Lanes<T>): void => {
    const values = lanes.size / 4
    const body = write(lanes)
    f.while(
      () => i32.ge(left, values),
      () => {
        body()
        for (const pointer of pointers) f.advance(pointer, lanes.size)
        f.set(left, i32.sub(left, values))
      },
    )
  }
  loop(f32x4)
  loop(f32)
}

export function defineLeakyRelu(module: ModuleBuilder) {
  const zeroAndSlope = <T extends 'f32' | 'v128'>(f: FunctionBody, lanes: Lanes<T>, slope: F32) =>
    [f.let(lanes.splat(0)), f.let(lanes.splat(slope))] as [Value<T>, Value<T>]

  const forward = { ...i32s('x', 'out', 'count'), ...f32s('slope') }
  const leakyRelu = module.define('leakyRelu', forward, ({ x, out, count, slope }, f) =>
    overValues(f, count, [x, out], (lanes) => {
      const [zero, factor] = zeroAndSlope(f, lanes, slope)
      return () => {
        const value = f.let(lanes.load(x))
        const scaled = lanes.mul(factor, value)
        f.do(lanes.store(out, lanes.selectGreater(value, zero, value, scaled)))
      }
    }),
  )

  const backward = { ...i32s('dy', 'x', 'out', 'count'), ...f32s('slope') }
  const leakyReluGradient = module.define(
    'leakyReluGradient',
    backward,
    ({ dy, x, out, count, slope }, f) =>
      overValues(f, count, [dy, x, out], (lanes) => {
        const [zero, factor] = zeroAndSlope(f, lanes, slope)
        return () => {
          const value = f.let(lanes.load(dy))
          const scaled = lanes.mul(factor, value)
          f.do(lanes.store(out, lanes.selectGreater(lanes.load(x), zero, value, scaled)))
        }
      }),
  )
  return { leakyRelu, leakyReluGradient }
}

/** Adam's update of parameter, m and v in place; see the op of that name for the formula. */
export function defineAdam(module: ModuleBuilder) {
  const parameters = {
    ...i32s('parameter', 'm', 'v', 'gradient', 'count'),
    ...f32s('stepSize', 'epsilon', 'beta1', 'beta2'),
    /** 1 - beta1 and 1 - beta2, which would be too inexact if computed in single precision. */
    ...f32s('rest1', 'rest2'),
  }
  return module.define('adam', parameters, (p, f) =>
    overValues(f, p.count, [p.parameter, p.m, p.v, p.gradient], (lanes) => {
      const splat = (scalar: Local<'f32'>) => f.let(lanes.splat(scalar))
      const [beta1, rest1] = [splat(p.beta1), splat(p.rest1)]
      const [beta2, rest2] = [splat(p.beta2), splat(p.rest2)]
      const [stepSize, epsilon] = [splat(p.stepSize), splat(p.epsilon)]
      return () => {
        const g = f.let(lanes.load(p.gradient))
        const m = f.let(lanes.add(lanes.mul(beta1, lanes.load(p.m)), lanes.mul(rest1, g)))
        const square = lanes.mul(rest2, lanes.mul(g, g))
        const v = f.let(lanes.add(lanes.mul(beta2, lanes.load(p.v)), square))
        const step = lanes.div(lanes.mul(stepSize, m), lanes.add(lanes.sqrt(v), epsilon))
        f.do(lanes.store(p.m, m))
        f.do(lanes.store(p.v, v))
        f.do(lanes.store(p.parameter, lanes.sub(lanes.load(p.parameter), step)))
      }
    }),
  )
}
