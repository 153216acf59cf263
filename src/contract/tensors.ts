/** A tensor in host memory, row-major. */
export type HostTensor =
  | { dtype: 'F32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'I64'; shape: readonly number[]; data: BigInt64Array }

/** Tensors by name, in a fixed order; names and layouts are those of PyTorch's `state_dict`. */
export type StateDict = ReadonlyMap<string, HostTensor>

/** Everything needed to resume training as if it had never stopped. */
export interface SavedState {
  /** Tensors by the name of the file they are saved in, without its extension. */
  files: ReadonlyMap<string, StateDict>
  /** Numbers stored alongside the tensors, by the part of the state they belong to. */
  host: Readonly<Record<string, readonly number[]>>
}
