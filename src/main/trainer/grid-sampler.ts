import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Training } from '../gan/loop'
import { RandomStream } from '../gan/random'
import { encodeGridPng } from '../storage/images'
import { writeSample } from '../storage/samples'

const COLUMNS = 5
const IMAGES = COLUMNS * COLUMNS

/** Draws a run's 5x5 sample grids. */
export class GridSampler {
  private readonly latents: Float32Array

  constructor(
    private readonly runDir: string,
    private readonly training: Training,
  ) {
    const { latentDim, seed } = training.hyperparameters
    const stream = RandomStream.seeded(seed, 'sample')
    this.latents = stream.fillNormal(new Float32Array(IMAGES * latentDim))
  }

  /**
   * Writes the grid of this moment.
   *
   * @param batch the latest training batch's images, shown instead of those from the fixed
   * latents when the run asks for that
   * @returns the PNG's path
   */
  async write(batch: Float32Array | undefined): Promise<string> {
    const { hyperparameters: h, step } = this.training
    const pixels = batch ?? this.generate()
    const imageLength = h.channels * h.imageSize * h.imageSize
    const count = Math.min(IMAGES, pixels.length / imageLength)
    const png = encodeGridPng({
      pixels: pixels.subarray(0, count * imageLength),
      count,
      height: h.imageSize,
      width: h.imageSize,
      channels: h.channels,
      columns: COLUMNS,
    })
    return writeSample(this.runDir, step, png, {
      step,
      latents: batch === undefined ? 'fixed' : 'batch',
      seed: h.seed,
    })
  }

  private generate(): Float32Array {
    const { gan, runner, hyperparameters } = this.training
    runner.settle()
    return tidy(() => {
      const latents = tensor2d(this.latents, [IMAGES, hyperparameters.latentDim])
      return gan.generator.forward(latents, 'eval').dataSync<'float32'>()
    })
  }
}
