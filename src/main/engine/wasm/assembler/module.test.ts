import { describe, expect, it } from 'vitest'
import { f32, f32x4, i32, signed, unsigned } from './instructions'
import { ModuleBuilder } from './module'

/** Instantiates over one page of memory: the functions, and the memory as floats. */
function run(builder: ModuleBuilder) {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const module = new WebAssembly.Module(builder.encode(false))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const call = (name: string, ...args: number[]) => exports[name]?.(...args)
  return { call, floats: new Float32Array(memory.buffer) }
}

describe('whole numbers', () => {
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [16_384, [0x80, 0x80, 1]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('without a sign: %i', (number, bytes) => {
    expect(unsigned(number)).toEqual(bytes)
  })

  it.each([
    [0, [0]],
    [63, [63]],
    [64, [0xc0, 0]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 7]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('with one: %i', (number, bytes) => {
    expect(signed(number)).toEqual(bytes)
  })
})

describe('a function', () => {
  it('compares unsigned, so addresses above 2 GiB are greater than those below', () => {
    const builder = new ModuleBuilder()
    builder.define('count', { from: 'i32', end: 'i32' }, ({ from, end }, f) => {
      const times = f.let(f32.splat(0))
      f.for(from, end, 1, () => f.set(times, f32.add(times, f32.splat(1))))
      f.do(f32.store(0, times))
    })
    const { call, floats } = run(builder)
    call('count', 2 ** 31 - 2, 2 ** 31 + 3)
    expect(floats[0]).toBe(5)
    call('count', 7, 7)
    expect(floats[0]).toBe(0)
  })

  it('takes the signed minimum and maximum', () => {
    const builder = new ModuleBuilder()
    const store = builder.define('store', { at: 'i32', which: 'i32' }, ({ at, which }, f) =>
      f.if(
        which,
        () => f.do(f32.store(at, f32.splat(1))),
        () => f.do(f32.store(at, f32.splat(2))),
      ),
    )
    builder.define('compare', { a: 'i32', b: 'i32' }, ({ a, b }, f) => {
      f.call(store, { at: 0, which: i32.eq(i32.min(a, b), -3) })
      f.call(store, { at: 4, which: i32.eq(i32.max(a, b), 5) })
    })
    const { call, floats } = run(builder)
    call('compare', -3, 5)
    expect([...floats.subarray(0, 2)]).toEqual([1, 1])
    call('compare', 5, -3)
    expect([...floats.subarray(0, 2)]).toEqual([1, 1])
  })

  it('selects lane by lane, and takes the second value for NaN', () => {
    const builder = new ModuleBuilder()
    builder.define('select', { at: 'i32' }, ({ at }, f) => {
      const [x, zero] = [f.let(f32x4.load(at)), f.let(f32x4.splat(0))]
      f.do(f32x4.store(at, f32x4.selectGreater(x, zero, x, f32x4.splat(-1)), 16))
    })
    const { call, floats } = run(builder)
    floats.set([2, -2, NaN, 0])
    call('select', 0)
    expect([...floats.subarray(4, 8)]).toEqual([2, -1, -1, -1])
  })
})
