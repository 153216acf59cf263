import type { Recording } from './record'

/** A variable of the step, with the ids of the tensors that it holds before and after the step. */
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
  /** The prefix of the names of all nodes of the step. */
  prefix: string
  recording: Recording
  variables: readonly TracedVariable[]
  feeds: readonly TracedTensor[]
  outputs: readonly TracedTensor[]
}
