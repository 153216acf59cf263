/* The contract's limits, for validation in the form. */

export const MAX_IMAGES = 10_000
export const MAX_SEED = 4_294_967_295

export const isCount = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MAX_IMAGES

export const isSeed = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= MAX_SEED
