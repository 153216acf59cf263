import { spreadOf } from '../../../contract/collapse'
import type { FloatFeed } from '../../engine/engine'
import type { Training } from '../../gan/training/loop'
import { RandomStream } from '../../gan/random/random'
import { encodeGridPng } from '../../image/encode'
import { writeSample } from '../../storage/runs/samples'

const COLUMNS = 5
export const GRID_IMAGES = COLUMNS * COLUMNS

/** Draws a run's 5x5 sample grids. */
export class GridSampler {
  private readonly latents: FloatFeed
  private newest: Float32Array | undefined

  constructor(
    private readonly runDir: string,
    private readonly training: Training,
  ) {
    const { hyperparameters, gan } = training
    const { latentDim } = gan
    const { seed } = hyperparameters
    const stream = RandomStream.seeded(seed, 'sample')
    const data = stream.fillNormal(new Float32Array(GRID_IMAGES * latentDim))
    this.latents = { shape: [GRID_IMAGES, latentDim], data }
  }

  /**
   * Makes the images of this moment, to be written when there is time.
   *
   * @param batch the latest training batch's images, shown instead of those from the fixed
   * latents when the run asks for that
   * @returns writes the grid and gives the PNG's path
   */
  draw(batch: Float32Array | undefined): () => Promise<string> {
    const { step, runner } = this.training
    const pixels = batch ?? runner.draw(this.latents)
    const latents = batch === undefined ? 'fixed' : 'batch'
    this.newest = pixels
    return () => this.write(pixels, step, latents)
  }

  /** How much the images of the newest grid differ; undefined before the first. */
  get spread(): number | undefined {
    if (this.newest === undefined) return undefined
    const shown = this.newest.subarray(0, this.count(this.newest) * this.imageLength)
    return spreadOf(shown, this.count(this.newest))
  }

  private get imageLength(): number {
    const { channels, imageSize } = this.training.hyperparameters
    return channels * imageSize * imageSize
  }

  private count(pixels: Float32Array): number {
    return Math.min(GRID_IMAGES, pixels.length / this.imageLength)
  }

  private async write(
    pixels: Float32Array,
    step: number,
    latents: 'fixed' | 'batch',
  ): Promise<string> {
    const { hyperparameters: h } = this.training
    const count = this.count(pixels)
    const png = await encodeGridPng({
      pixels: pixels.subarray(0, count * this.imageLength),
      count,
      height: h.imageSize,
      width: h.imageSize,
      channels: h.channels,
      columns: COLUMNS,
    })
    return writeSample(this.runDir, step, png, {
      step,
      latents,
      seed: h.seed,
    })
  }
}
