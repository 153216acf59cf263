import type { Precision } from '../../contract/recipe/precision'

let active: Precision = 'float32'

/** The precision that products and convolutions may use now. */
export const currentPrecision = (): Precision => active

/**
 * Runs work in which products and convolutions, including their gradients, may use the given
 * precision. Engines without that precision use float32.
 */
export function inPrecision<T>(precision: Precision, work: () => T): T {
  const before = active
  active = precision
  try {
    return work()
  } finally {
    active = before
  }
}
