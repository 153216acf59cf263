import type { Recording } from './record'

/** A variable of the step, by the tensors that it holds when the step begins and ends. */
export interface TracedVariable {
  name: string
  dtype: number
  shape: readonly number[]
  idBefore: number
  idAfter: number
}

interface TracedTensor {
  name: string
  id: number
  dtype: number
  shape: readonly number[]
}

/** One recorded step. */
export interface Trace {
  /** Begins the names of all its nodes. */
  prefix: string
  recording: Recording
  variables: readonly TracedVariable[]
  feeds: readonly TracedTensor[]
  outputs: readonly TracedTensor[]
}
