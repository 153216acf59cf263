import { constant, i32, unsigned } from './instructions'
import type { F32, I32, Value, ValueType } from './instructions'

/*
 * Writes WebAssembly modules from TypeScript, so that a kernel can be unrolled by an ordinary loop
 * and needs no other toolchain. The engine that loads a module validates it.
 */

const typeCodes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

export type Local<T extends ValueType> = Value<T> & { readonly index: number }

/** Parameters by name, in order, all of one type. */
export const parametersOf = <T extends ValueType, N extends string>(
  type: T,
  ...names: readonly N[]
): Readonly<Record<N, T>> => Object.fromEntries(names.map((name) => [name, type])) as Record<N, T>

export type Parameters = Readonly<Record<string, ValueType>>
type Locals<P extends Parameters> = { readonly [K in keyof P]: Local<P[K]> }
type Argument<T extends ValueType> = T extends 'i32' ? I32 : T extends 'f32' ? F32 : Value<T>
export type Arguments<P extends Parameters> = { readonly [K in keyof P]: Argument<P[K]> }

/** A function of the module; functions call those defined before them. They return nothing. */
export interface WasmFunction<P extends Parameters> {
  readonly index: number
  readonly parameters: P
}

/** Writes one function's body, statement by statement. */
export class FunctionBody {
  readonly code: number[] = []
  readonly locals: ValueType[] = []

  constructor(private readonly parameterCount: number) {}

  local<T extends ValueType>(type: T): Local<T> {
    const index = this.parameterCount + this.locals.push(type) - 1
    return { type, index, code: [0x20, ...unsigned(index)] }
  }

  /** A new local that holds a value. */
  let<T extends ValueType>(value: Value<T>): Local<T> {
    const local = this.local(value.type)
    this.set(local, value)
    return local
  }

  set<T extends ValueType>(target: Local<T>, value: Argument<T> | Value<T>): void {
    const code = typeof value === 'number' ? numberCode(target.type, value) : value.code
    this.code.push(...code, 0x21, ...unsigned(target.index))
  }

  advance(target: Local<'i32'>, by: I32): void {
    this.set(target, i32.add(target, by))
  }

  /** Appends a store, or any other code that leaves nothing on the stack. */
  do(statement: readonly number[]): void {
    this.code.push(...statement)
  }

  if(condition: Value<'i32'>, then: () => void, otherwise?: () => void): void {
    this.code.push(...condition.code, 0x04, 0x40)
    then()
    if (otherwise !== undefined) {
      this.code.push(0x05)
      otherwise()
    }
    this.code.push(0x0b)
  }

  while(condition: () => Value<'i32'>, body: () => void): void {
    this.code.push(0x02, 0x40, 0x03, 0x40)
    this.code.push(...condition().code, 0x45, 0x0d, 1)
    body()
    this.code.push(0x0c, 0, 0x0b, 0x0b)
  }

  /** Runs while counter < end, unsigned, adding step to the counter after each time. */
  for(counter: Local<'i32'>, end: I32, step: I32, body: () => void): void {
    this.while(
      () => i32.lt(counter, end),
      () => {
        body()
        this.advance(counter, step)
      },
    )
  }

  call<P extends Parameters>(callee: WasmFunction<P>, args: Arguments<P>): void {
    for (const [name, type] of Object.entries(callee.parameters)) {
      const value = args[name] as Value<ValueType> | number
      this.code.push(...(typeof value === 'number' ? numberCode(type, value) : value.code))
    }
    this.code.push(0x10, ...unsigned(callee.index))
  }
}

const numberCode = (type: ValueType, value: number): readonly number[] =>
  type === 'i32' ? constant.i32(value) : constant.f32(value)

interface Definition {
  name: string
  parameters: Parameters
  body: FunctionBody
}

/** Collects functions over one imported memory (`env.memory`) and encodes them as a module. */
export class ModuleBuilder {
  private readonly functions: Definition[] = []

  /** Defines a function and exports it under its name. */
  define<const P extends Parameters>(
    name: string,
    parameters: P,
    write: (locals: Locals<P>, body: FunctionBody) => void,
  ): WasmFunction<P> {
    const names = Object.keys(parameters)
    const body = new FunctionBody(names.length)
    const locals = names.map((parameter, index) => {
      const type = parameters[parameter] as ValueType
      return [parameter, { type, index, code: [0x20, ...unsigned(index)] }]
    })
    write(Object.fromEntries(locals) as Locals<P>, body)
    const index = this.functions.push({ name, parameters, body }) - 1
    return { index, parameters }
  }

  /** @param sharedMemory whether the memory that will be imported is shared between threads */
  encode(sharedMemory: boolean): Uint8Array<ArrayBuffer> {
    const types = this.functions.map(({ parameters }) => [
      0x60,
      ...vector(Object.values(parameters).map((type) => [typeCodes[type]])),
      0,
    ])
    const limits = sharedMemory ? [3, 0, ...unsigned(MAX_PAGES)] : [0, 0]
    return Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, types),
      ...section(2, [[...text('env'), ...text('memory'), 0x02, ...limits]]),
      ...section(
        3,
        this.functions.map((_, index) => unsigned(index)),
      ),
      ...section(
        7,
        this.functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]),
      ),
      ...section(
        10,
        this.functions.map(({ body }) => encodeBody(body)),
      ),
    ])
  }
}

/** 4 GiB, the range of a 32-bit address. */
const MAX_PAGES = 65_536

function encodeBody({ locals, code }: FunctionBody): number[] {
  const declared = vector(locals.map((type) => [1, typeCodes[type]]))
  return [...unsigned(declared.length + code.length + 1), ...declared, ...code, 0x0b]
}

const vector = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
]

const text = (value: string): number[] => [
  ...unsigned(value.length),
  ...new TextEncoder().encode(value),
]

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = vector(items)
  return [id, ...unsigned(content.length), ...content]
}
