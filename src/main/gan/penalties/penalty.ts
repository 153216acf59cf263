import { mean, mul, square, sum } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Both, Judge } from '../training/judge'
import type { Rate, StepInput } from '../training/step-input'

/** D's outputs for an update's images, and the penalty. */
export interface Judged {
  outputs: Both
  /** The penalty before it is multiplied by its weight. */
  penalty: Scalar
}

/** Computes a penalty; its words are in src/contract/recipe/penalties. */
export interface Penalty {
  /** Random numbers that it needs besides the images. */
  inputs?(pixels: number, batch: number): Record<string, StepInput>
  /**
   * Judges an update's images, with as few passes through D as outputs and penalty together need.
   */
  judge(judge: Judge, inputs: Readonly<Record<string, Tensor>>): Judged
}

/** A penalty of a recipe. */
export interface WeightedPenalty extends Penalty {
  readonly weight: Rate
}

/** The input of that name, which the penalty has declared. */
export function inputOf<T extends Tensor>(
  inputs: Readonly<Record<string, Tensor>>,
  name: string,
): T {
  const input = inputs[name]
  if (input === undefined) throw new Error(`the penalty was not given ${name}`)
  return input as T
}

/** The squared length of each row. -> [N] */
export const squaredLengths = (rows: Tensor2D): Tensor => sum(square(rows), 1)

/** Half the mean squared length of the rows. -> scalar */
export const halfSquare = (rows: Tensor2D): Scalar => mul(mean(squaredLengths(rows)), 0.5)
