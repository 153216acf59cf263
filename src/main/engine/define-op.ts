import {
  add,
  engine,
  mul,
  registerGradient,
  registerKernel,
  sum,
  tidy,
} from '@tensorflow/tfjs-core'
import type {
  GradFunc,
  NamedAttrMap,
  NamedTensorMap,
  Tensor,
  TensorContainer,
  TensorInfo,
} from '@tensorflow/tfjs-core'
import { gradientWithin } from './tape'

/** What an op takes: R names what it must be given, O what it may be given. */
type OpInputs<R extends string, O extends string, T> = Readonly<Record<R, T>> & {
  readonly [K in O]?: T | undefined
}

type OutputCount = 1 | 2 | 3
type OpOutputs<N extends OutputCount, T> = { 1: T; 2: [T, T]; 3: [T, T, T] }[N]

/**
 * An op as one engine does it. Where it has several outputs, further ones may follow, which are
 * for the gradient of the same engine alone. Inputs that it is not made for it declines with
 * undefined; they go to the composition.
 */
type Kernel<R extends string, O extends string, A, N extends OutputCount> = (
  inputs: OpInputs<R, O, TensorInfo>,
  attributes: A,
) => (N extends 1 ? TensorInfo : TensorInfo[]) | undefined

/**
 * A gradient in terms of other ops, so that it has a gradient in turn. What is not saved for it
 * is freed.
 */
interface Gradient<R extends string, O extends string, A, N extends OutputCount, S extends R> {
  /** The inputs that it wants. */
  saves?: readonly S[]
  /** Which of the outputs it wants; those that a kernel adds come last. */
  savesOutputs?: readonly boolean[]
  /** One closure an input: what nothing asks for is not computed. */
  of(
    dy: OpOutputs<N, Tensor>,
    saved: Readonly<Record<S, Tensor>> & { readonly outputs: readonly Tensor[] },
    attributes: A,
  ): { [K in R | O]?: () => Tensor }
}

interface Definition<R extends string, O extends string, A, N extends OutputCount, S extends R> {
  /** As in the registry. */
  name: string
  inputs: readonly R[]
  optional?: readonly O[]
  /** One if absent. */
  outputs?: N
  /** What the op means, in tfjs's ops and ours: what runs on an engine without a kernel for it. */
  compose(inputs: OpInputs<R, O, Tensor>, attributes: A): OpOutputs<N, Tensor>
  /** The composition's if absent; false: asking for one is an error. */
  gradient?: Gradient<R, O, A, N, S> | false
}

/** What the op hands its kernel and its gradient by way of tfjs's attributes. */
interface Passed<A> {
  /** The names of the inputs that it was given. */
  given: readonly string[]
  attributes: A
}

/** Left out where an op has none. */
type Attributes<A> = keyof A extends never ? [] : [attributes: A]

export interface Op<R extends string, O extends string, A, N extends OutputCount> {
  readonly name: string
  readonly inputs: readonly R[]
  readonly optional: readonly O[]
  readonly outputs: N
  readonly differentiable: boolean
  /** Runs the open engine's kernel. */
  run(inputs: OpInputs<R, O, Tensor>, ...attributes: Attributes<A>): OpOutputs<N, Tensor>
  /** The definition, on whichever engine is open. */
  compose(inputs: OpInputs<R, O, Tensor>, ...attributes: Attributes<A>): OpOutputs<N, Tensor>
  /** Makes a backend's kernel known; the composition where it has none. */
  register(backendName: string, kernel: Kernel<R, O, A, N> | undefined): void
}

/** An op whatever its types, for what treats all alike. */
export type AnyOp = Op<string, string, Readonly<Record<string, number>>, OutputCount>

/**
 * Defines an op: what it means, its gradient, and what an engine may have a kernel for. tfjs
 * learns of it here.
 *
 * The attributes' type is the one that `compose` declares. Attributes are numbers and flags; a
 * number that changes from step to step must be an input.
 */
export function defineOp<
  const R extends string,
  const O extends string = never,
  A extends object = object,
  N extends OutputCount = 1,
  const S extends R = never,
>(definition: Definition<R, O, A, N, S>): Op<R, O, A, N> {
  const { name, inputs, optional = [], gradient } = definition
  const kernelName = `Studio${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const names: readonly (R | O)[] = [...inputs, ...optional]
  const compose = composition(definition, names)
  const withKernel = new Set<string>()
  registerOpGradient(kernelName, definition as unknown as AnyDefinition)

  return {
    name,
    inputs,
    optional,
    outputs: definition.outputs ?? (1 as N),
    differentiable: gradient !== false,
    compose: (given, ...[attributes = {}]) => compose(given, attributes as A),
    run(given, ...[attributes = {}]) {
      // On the tape as it is, it need not be composed a second time for its gradient.
      const onTape = gradient === undefined && !withKernel.has(engine().backendName)
      if (onTape) return compose(given, attributes as A)
      const present: string[] = []
      // Plain loops: a step of small layers calls hundreds of ops.
      const passed: Record<string, Tensor> = {}
      for (const input of names) {
        const tensor = given[input]
        if (tensor === undefined) continue
        present.push(input)
        passed[input] = tensor
      }
      // tfjs saves all inputs only if they are a list; the attributes have their names.
      const inputs = gradient === undefined ? Object.values(passed) : passed
      const all = { given: present, attributes } as unknown as NamedAttrMap
      return engine().runKernel<Tensor>(kernelName, inputs as NamedTensorMap, all) as Results<N>
    },
    register(backendName, kernel) {
      if (kernel === undefined) withKernel.delete(backendName)
      else withKernel.add(backendName)
      registerKernel({
        kernelName,
        backendName,
        kernelFunc: ({ inputs, attrs }) => {
          const { given, attributes } = attrs as unknown as Passed<A>
          const named = Array.isArray(inputs) ? byName(given, inputs as TensorInfo[]) : inputs
          const all = named as OpInputs<R, O, Tensor>
          return kernel?.(all, attributes) ?? compose(all, attributes)
        },
      })
    },
  }
}

type Results<N extends OutputCount> = OpOutputs<N, Tensor>

/** What an op composes, without what that makes on the way; an input that it gives is a copy. */
function composition<R extends string, O extends string, A, N extends OutputCount, S extends R>(
  definition: Definition<R, O, A, N, S>,
  names: readonly (R | O)[],
) {
  return (given: OpInputs<R, O, Tensor>, attributes: A): Results<N> =>
    tidy(() => {
      const results = definition.compose(given, attributes)
      const own = (result: Tensor): Tensor =>
        names.some((input) => given[input] === result) ? result.clone() : result
      return (Array.isArray(results) ? results.map(own) : own(results as Tensor)) as TensorContainer
    }) as Results<N>
}

const byName = <T>(names: readonly string[], values: readonly T[]): Record<string, T> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] as T]))

type AnyDefinition = Definition<string, string, object, OutputCount, string>

function registerOpGradient(kernelName: string, definition: AnyDefinition): void {
  const { gradient } = definition
  if (gradient === false) return
  if (gradient === undefined) {
    const gradFunc = gradientOfComposition(definition)
    registerGradient({ kernelName, saveAllInputs: true, gradFunc })
    return
  }
  const { saves = [], savesOutputs = [] } = gradient
  registerGradient({
    kernelName,
    inputsToSave: [...saves],
    outputsToSave: [...savesOutputs],
    gradFunc: (dy, saved, attrs) => {
      const { attributes } = attrs as unknown as Passed<object>
      const all = { ...byName(saves, saved), outputs: saved.slice(saves.length) }
      return gradient.of(dy as Tensor, all as never, attributes) as Record<string, () => Tensor>
    },
  })
}

/** Composes once more for each gradient that is asked for. */
function gradientOfComposition({ compose, outputs = 1 }: AnyDefinition): GradFunc {
  return (dy, saved, attrs) => {
    const { given, attributes } = attrs as unknown as Passed<object>
    const dys = [dy].flat().slice(0, outputs)
    const inputs = byName(given, saved)
    const weighted = (): Tensor => {
      const results = [compose(inputs, attributes)].flat()
      return results.map((y, i) => sum(mul(y, dys[i] as Tensor))).reduce((a, b) => add(a, b))
    }
    return Object.fromEntries(saved.map((x, i) => [i, () => gradientWithin(weighted, x)]))
  }
}
