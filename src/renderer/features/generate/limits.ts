/* The contract's limits, so that the form can check before sending. */

export const MOST_IMAGES = 10_000
export const MOST_SEED = 4_294_967_295

export const isCount = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MOST_IMAGES

export const isSeed = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= MOST_SEED
