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

/** An op's inputs: R names the required ones, O the optional ones. */
type OpInputs<R extends string, O extends string, T> = Readonly<Record<R, T>> & {
  readonly [K in O]?: T | undefined
}

type OutputCount = 1 | 2 | 3
type OpOutputs<N extends OutputCount, T> = { 1: T; 2: [T, T]; 3: [T, T, T] }[N]

/**
 * One engine's implementation of an op. After the op's own outputs it may return further ones,
 * which only the same engine's gradient uses. It returns undefined for inputs that it does not
 * support; the composition then runs instead.
 */
type Kernel<R extends string, O extends string, A, N extends OutputCount> = (
  inputs: OpInputs<R, O, TensorInfo>,
  attributes: A,
) => (N extends 1 ? TensorInfo : TensorInfo[]) | undefined

/**
 * A gradient in terms of other ops, which makes it differentiable itself. Tensors not listed as
 * saved are freed.
 */
interface Gradient<R extends string, O extends string, A, N extends OutputCount, S extends R> {
  /** The inputs to save for the gradient. */
  saves?: readonly S[]
  /** The outputs to save for the gradient; those added by a kernel come last. */
  savesOutputs?: readonly boolean[]
  /** One closure per input, so only required gradients are computed. */
  of(
    dy: OpOutputs<N, Tensor>,
    saved: Readonly<Record<S, Tensor>> & { readonly outputs: readonly Tensor[] },
    attributes: A,
  ): { [K in R | O]?: () => Tensor }
}

interface Definition<R extends string, O extends string, A, N extends OutputCount, S extends R> {
  /** The op's name in the registry. */
  name: string
  inputs: readonly R[]
  optional?: readonly O[]
  /** The number of outputs; one if absent. */
  outputs?: N
  /**
   * The op's definition in terms of tfjs's ops and ours, which runs on an engine without a kernel
   * for it.
   */
  compose(inputs: OpInputs<R, O, Tensor>, attributes: A): OpOutputs<N, Tensor>
  /** Default: the composition's gradient. False if the op is not differentiable. */
  gradient?: Gradient<R, O, A, N, S> | false
}

/** The tfjs attributes that an op passes to its kernel and its gradient. */
interface Passed<A> {
  /** The names of the inputs that were given. */
  given: readonly string[]
  attributes: A
}

/** Omitted for an op without attributes. */
type Attributes<A> = keyof A extends never ? [] : [attributes: A]

export interface Op<R extends string, O extends string, A, N extends OutputCount> {
  readonly name: string
  readonly inputs: readonly R[]
  readonly optional: readonly O[]
  readonly outputs: N
  readonly differentiable: boolean
  /** Runs the op on the open engine. */
  run(inputs: OpInputs<R, O, Tensor>, ...attributes: Attributes<A>): OpOutputs<N, Tensor>
  /** Runs the composition, on whichever engine is open. */
  compose(inputs: OpInputs<R, O, Tensor>, ...attributes: Attributes<A>): OpOutputs<N, Tensor>
  /** Registers a backend's kernel, or the composition if the backend has none. */
  register(backendName: string, kernel: Kernel<R, O, A, N> | undefined): void
}

/** An op of any types, for code that treats all alike. */
export type AnyOp = Op<string, string, Readonly<Record<string, number | string>>, OutputCount>

/**
 * Defines an op by its composition and its gradient, and registers it with tfjs. Engines may have a
 * kernel for it.
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
      // Recorded on the tape directly, it need not be composed again for its gradient.
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
      // tfjs saves all inputs only if they are a list; the attributes hold their names.
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

/**
 * Runs a composition and frees its intermediate tensors; an input that is also an output is copied.
 */
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

/** Composes again for each gradient that is needed. */
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
