import { tidy } from '@tensorflow/tfjs-core'

/** Like tidy, but for results that are not tensors: every tensor created inside is disposed of. */
export function inScope<T>(work: () => T): T {
  let result: { value: T } | undefined
  tidy(() => {
    result = { value: work() }
  })
  return (result as { value: T } | undefined as { value: T }).value
}
