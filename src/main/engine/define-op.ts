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
export type OpInputs<R extends string, O extends string, T> = Readonly<Record<R, T>> & {
  readonly [K in O]?: T | undefined
}

export type OutputCount = 1 | 2 | 3
export type OpOutputs<N extends OutputCount, T> = { 1: T; 2: [T, T]; 3: [T, T, T] }[N]

/**
 * An op as one engine does it. Where it has several outputs, further ones may follow, which are
 * for the gradient of the same engine alone.
 */
export type Kernel<R extends string, O extends string, A, N extends OutputCount> = (
  inputs: OpInputs<R, O, TensorInfo>,
  attributes: A,
) => N extends 1 ? TensorInfo : TensorInfo[]

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
export type AnyOp = Op<string, string, object, OutputCount>

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
  const withKernel = new Set<string>()
  type Given = OpInputs<R, O, Tensor>
  type Results = OpOutputs<N, Tensor>

  const compose = (given: Given, attributes: A): Results =>
    tidy(() => {
      const results = definition.compose(given, attributes)
      const own = (result: Tensor): Tensor =>
        names.some((input) => given[input] === result) ? result.clone() : result
      return (Array.isArray(results) ? results.map(own) : own(results as Tensor)) as TensorContainer
    }) as Results

  registerOpGradient(kernelName, definition as unknown as AnyDefinition)

  return {
    name,
    inputs,
    optional,
    outputs: definition.outputs ?? (1 as N),
    differentiable: gradient !== false,
    compose: (given, ...[attributes]) => compose(given, (attributes ?? {}) as A),
    run(given, ...[attributes = {}]) {
      // On the tape as it is, it need not be composed a second time for its gradient.
      const onTape = gradient === undefined && !withKernel.has(engine().backendName)
      if (onTape) return compose(given, attributes as A)
      const tensors: NamedTensorMap = {}
      for (const input of names) {
        const tensor = given[input]
        if (tensor !== undefined) tensors[input] = tensor
      }
      const all = { ...attributes, given: Object.keys(tensors) }
      return engine().runKernel<Tensor>(kernelName, tensors, all) as Results
    },
    register(backendName, kernel) {
      if (kernel === undefined) withKernel.delete(backendName)
      else withKernel.add(backendName)
      const run = kernel ?? (compose as unknown as Kernel<R, O, A, N>)
      registerKernel({
        kernelName,
        backendName,
        kernelFunc: ({ inputs, attrs }) =>
          run(inputs as OpInputs<R, O, TensorInfo>, (attrs ?? {}) as A),
      })
    },
  }
}

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
    gradFunc: (dy, saved, attributes) => {
      const named = Object.fromEntries(saves.map((name, i) => [name, saved[i]]))
      const all = { ...named, outputs: saved.slice(saves.length) }
      return gradient.of(dy as Tensor, all as never, attributes) as Record<string, () => Tensor>
    },
  })
}

/** Composes once more for each gradient that is asked for. */
function gradientOfComposition({ compose, outputs = 1 }: AnyDefinition): GradFunc {
  return (dy, saved, attributes: NamedAttrMap & { given?: string[] }) => {
    const dys = [dy].flat().slice(0, outputs)
    const inputs = Object.fromEntries((attributes.given ?? []).map((name, i) => [name, saved[i]]))
    const weighted = (): Tensor => {
      const results = [compose(inputs as Record<string, Tensor>, attributes)].flat()
      return results.map((y, i) => sum(mul(y, dys[i] as Tensor))).reduce((a, b) => add(a, b))
    }
    return Object.fromEntries(
      Object.entries(inputs).map(([name, x]) => [
        name,
        () => gradientWithin(weighted, x as Tensor),
      ]),
    )
  }
}
