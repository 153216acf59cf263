import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'

/** The position of a training step in the training, and the sizes of its batches. */
export interface StepPosition {
  /** Training steps taken before this one. */
  readonly step: number
  readonly stepsPerEpoch: number
  /** Images in the generator's batches of the steps before this one. */
  readonly imagesSeen: number
  /** Images in one of the step's batches. */
  size(batch: number): number
}

/** The source of a training step's inputs. */
export interface StepSource extends StepPosition {
  /** Writes one batch's real images [size, pixels], in [-1, 1]. */
  images(batch: number, target: Float32Array): void
  /** Writes the labels [size] of one batch's real images. */
  labels(batch: number, target: Int32Array): void
  /** Fills with labels drawn uniformly from the classes that have images in the data set. */
  drawLabels(target: Int32Array): void
  /** Fills with N(0, 1). */
  normal(target: Float32Array): void
  /** Fills with U(0, 1), 1 excluded. */
  uniform(target: Float32Array): void
}

interface InputShape {
  /** The batch whose size is N. */
  batch: number
  shape(n: number): readonly number[]
}

/** An input of a step: its shape, and how it is filled for each step. */
export type StepInput<T extends Tensor = Tensor> = InputShape & {
  /** Never set: it gives the step's function the tensor's type. */
  readonly tensor?: T
} & (
    | { dtype: 'float32'; fill(target: Float32Array, source: StepSource): void }
    | { dtype: 'int32'; fill(target: Int32Array, source: StepSource): void }
  )

/**
 * A number that differs from step to step, such as a decaying learning rate. It depends on the
 * step's position alone, so that a resumed training continues with the same numbers.
 */
export type Rate = (at: StepPosition) => number

/** The real images [N, pixels] of one of the step's batches. */
export const realImages = (pixels: number, batch: number): StepInput<Tensor2D> => ({
  batch,
  dtype: 'float32',
  shape: (n) => [n, pixels],
  fill: (target, source) => source.images(batch, target),
})

/** Numbers from N(0, 1): [N, count], N being the number of a batch's images. */
export const normals = (count: number, batch: number): StepInput<Tensor2D> => ({
  batch,
  dtype: 'float32',
  shape: (n) => [n, count],
  fill: (target, source) => source.normal(target),
})

/** Numbers from U(0, 1): [N, count], N being the number of a batch's images. */
export const uniforms = (count: number, batch: number): StepInput<Tensor2D> => ({
  ...normals(count, batch),
  dtype: 'float32',
  fill: (target, source) => source.uniform(target),
})

/** The labels [N] of the real images of one of the step's batches. */
export const realLabels = (batch: number): StepInput<Tensor1D> => ({
  batch,
  dtype: 'int32',
  shape: (n) => [n],
  fill: (target, source) => source.labels(batch, target),
})

/** Labels [N] for generated images, as many as a batch has images. */
export const drawnLabels = (batch: number): StepInput<Tensor1D> => ({
  ...realLabels(batch),
  dtype: 'int32',
  fill: (target, source) => source.drawLabels(target),
})

/** Fresh latents [N, latentDim], as many as a batch has images. */
export const latents = normals

/** The name that a step's input is fed under. */
export const inputName = (step: string, input: string): string => `${step}.${input}`
export const rateName = (step: string, rate: string): string => `${step}.rate.${rate}`
