/** A tensor as plain memory, row-major: what is saved, loaded and compared. */
export type HostTensor =
  | { dtype: 'F32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'I64'; shape: readonly number[]; data: BigInt64Array }

/** Tensors by name, in a fixed order; names and layouts are those of PyTorch's `state_dict`. */
export type StateDict = ReadonlyMap<string, HostTensor>

/** Everything a training needs to resume as if it had never stopped. */
export interface SavedState {
  /** Tensors by the file they are saved in, without its ending. */
  files: ReadonlyMap<string, StateDict>
  /** Numbers kept beside tensors, by the part of the state that keeps them. */
  host: Readonly<Record<string, readonly number[]>>
}
