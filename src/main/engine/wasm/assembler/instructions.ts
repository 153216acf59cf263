/*
 * WebAssembly instructions as typed expressions: each function returns code that leaves one value
 * on the stack. Only the instructions that the kernels use are here, with the opcodes of the
 * specification.
 */

export type ValueType = 'i32' | 'f32' | 'v128'

/** Code that leaves one value of type T on the stack. */
export interface Value<T extends ValueType> {
  readonly type: T
  readonly code: readonly number[]
}

/** Plain numbers stand for constants. */
export type I32 = Value<'i32'> | number
export type F32 = Value<'f32'> | number
export type V128 = Value<'v128'>

const SIMD = 0xfd

/** LEB128, the encoding of every whole number in a module. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value >>> 0
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return [...bytes, rest]
}

export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return [...bytes, rest & 0x7f]
}

const floatBytes = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer)

const codeOf = (value: Value<ValueType>): readonly number[] => value.code
const i32Code = (value: I32): readonly number[] =>
  typeof value === 'number' ? [0x41, ...signed(value)] : value.code
const f32Code = (value: F32): readonly number[] =>
  typeof value === 'number' ? [0x43, ...floatBytes(value)] : value.code

const value = <T extends ValueType>(type: T, ...code: readonly number[][]): Value<T> => ({
  type,
  code: code.flat(),
})

/** Addresses are in bytes; adding the constant offset is free. No alignment is required. */
const access = (opcode: number[], offset: number): number[] => [...opcode, 0, ...unsigned(offset)]
const simd = (opcode: number): number[] => [SIMD, ...unsigned(opcode)]

const i32Binary =
  (opcode: number) =>
  (a: I32, b: I32): Value<'i32'> =>
    value('i32', [...i32Code(a), ...i32Code(b), opcode])

export const i32 = {
  add: i32Binary(0x6a),
  sub: i32Binary(0x6b),
  mul: i32Binary(0x6c),
  /** Unsigned, like sizes and addresses. */
  div: i32Binary(0x6e),
  shl: i32Binary(0x74),
  eq: i32Binary(0x46),
  lt: i32Binary(0x49),
  ge: i32Binary(0x4f),
  /** Signed minimum and maximum; both operands are evaluated twice. */
  min: (a: I32, b: I32): Value<'i32'> =>
    value('i32', [...i32Code(a), ...i32Code(b), ...i32Code(a), ...i32Code(b), 0x48, 0x1b]),
  max: (a: I32, b: I32): Value<'i32'> =>
    value('i32', [...i32Code(a), ...i32Code(b), ...i32Code(a), ...i32Code(b), 0x4a, 0x1b]),
}

const f32Binary =
  (opcode: number) =>
  (a: F32, b: F32): Value<'f32'> =>
    value('f32', [...f32Code(a), ...f32Code(b), opcode])
const v128Binary = (opcode: number) => {
  const bytes = simd(opcode)
  return (a: V128, b: V128): V128 => value('v128', [...a.code, ...b.code, ...bytes])
}

/** Single-precision arithmetic, one value or four at a time: kernels are written once for both. */
export interface Lanes<T extends 'f32' | 'v128'> {
  readonly type: T
  /** Bytes of one value. */
  readonly size: number
  load(address: I32, offset?: number): Value<T>
  store(address: I32, stored: Value<T>, offset?: number): readonly number[]
  splat(scalar: F32): Value<T>
  add(a: Value<T>, b: Value<T>): Value<T>
  sub(a: Value<T>, b: Value<T>): Value<T>
  mul(a: Value<T>, b: Value<T>): Value<T>
  div(a: Value<T>, b: Value<T>): Value<T>
  sqrt(a: Value<T>): Value<T>
  /** Lane by lane: ifTrue where a > b, else ifFalse, also if one is NaN. */
  selectGreater(a: Value<T>, b: Value<T>, ifTrue: Value<T>, ifFalse: Value<T>): Value<T>
}

export const f32: Lanes<'f32'> = {
  type: 'f32',
  size: 4,
  load: (address, offset = 0) => value('f32', [...i32Code(address), ...access([0x2a], offset)]),
  store: (address, stored, offset = 0) => [
    ...i32Code(address),
    ...stored.code,
    ...access([0x38], offset),
  ],
  splat: (scalar) => value('f32', [...f32Code(scalar)]),
  add: f32Binary(0x92),
  sub: f32Binary(0x93),
  mul: f32Binary(0x94),
  div: f32Binary(0x95),
  sqrt: (a) => value('f32', [...a.code, 0x91]),
  selectGreater: (a, b, ifTrue, ifFalse) =>
    value('f32', [...ifTrue.code, ...ifFalse.code, ...a.code, ...b.code, 0x5e, 0x1b]),
}

export const f32x4: Lanes<'v128'> & {
  /** The float at an address in all four lanes. */
  loadSplat(address: I32, offset?: number): V128
  /** Lanes by number: 0 to 3 are a's, 4 to 7 are b's. */
  /** a * b + c, rounded once if the machine supports it. Needs relaxed SIMD. */
  multiplyAdd(a: V128, b: V128, c: V128): V128
  shuffle(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128
} = {
  type: 'v128',
  size: 16,
  load: (address, offset = 0) =>
    value('v128', [...i32Code(address), ...access([SIMD, 0x00], offset)]),
  loadSplat: (address, offset = 0) =>
    value('v128', [...i32Code(address), ...access([SIMD, 0x09], offset)]),
  store: (address, stored, offset = 0) => [
    ...i32Code(address),
    ...stored.code,
    ...access([SIMD, 0x0b], offset),
  ],
  splat: (scalar) => value('v128', [...f32Code(scalar), ...simd(0x13)]),
  add: v128Binary(0xe4),
  sub: v128Binary(0xe5),
  mul: v128Binary(0xe6),
  div: v128Binary(0xe7),
  sqrt: (a) => value('v128', [...a.code, ...simd(0xe3)]),
  selectGreater: (a, b, ifTrue, ifFalse) =>
    value('v128', [
      ...[ifTrue, ifFalse, a, b].flatMap(codeOf),
      ...simd(0x44), // f32x4.gt
      ...simd(0x52), // v128.bitselect
    ]),
  multiplyAdd: (a, b, c) => value('v128', [...a.code, ...b.code, ...c.code, ...simd(0x105)]),
  shuffle: (a, b, lanes) =>
    value('v128', [
      ...[...a.code, ...b.code, ...simd(0x0d)],
      ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
    ]),
}

export const constant = {
  i32: (of: I32): readonly number[] => i32Code(of),
  f32: (of: F32): readonly number[] => f32Code(of),
}
