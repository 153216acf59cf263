import { spreadOf } from '../../../contract/collapse'
import { problemError } from '../../../contract/errors'
import { BATCH_GRID } from '../../../contract/sample-grid'
import type { Training } from '../../gan/training/loop'
import { countNotFiniteImages, encodeGridPng } from '../../image/encode'
import { writeSample } from '../../storage/runs/samples'
import { gridPlan } from './grid-plan'
import type { GridPlan } from './grid-plan'

/** Draws a run's sample grids. */
export class GridSampler {
  private readonly plan: GridPlan
  private newest: Float32Array | undefined

  constructor(
    private readonly runDir: string,
    private readonly training: Training,
  ) {
    this.plan = gridPlan(training.hyperparameters.seed, training.gan)
  }

  /**
   * Generates a grid's images now; they are written later.
   *
   * @param batch the latest training batch's images, shown instead of images from the fixed latents
   * if the run's settings say so
   * @returns a function that writes the grid and returns the PNG's path; it calls `verify` just
   *   before writing
   * @throws StudioError `training` if pixels are not finite: losses can be finite even if the
   * running statistics are not
   */
  draw(batch: Float32Array | undefined): (verify: () => Promise<void>) => Promise<string> {
    const { step, runner } = this.training
    const { latents: fixed, labels } = this.plan
    const pixels =
      batch?.subarray(0, BATCH_GRID.images * this.imageLength) ?? runner.draw(fixed, labels)
    const latents = batch === undefined ? 'fixed' : 'batch'
    const count = countNotFiniteImages(pixels, this.imageLength)
    if (count > 0) {
      const of = pixels.length / this.imageLength
      throw problemError('training', 'imagesDiverged', { step, count, of })
    }
    this.newest = pixels
    return async (verify) => {
      const columns = batch === undefined ? this.plan.columns : BATCH_GRID.columns
      const png = await this.encode(pixels, columns)
      await verify()
      const { seed } = this.training.hyperparameters
      return writeSample(this.runDir, step, png, { step, latents, seed })
    }
  }

  /** A measure of how much the images of the newest grid differ; undefined before the first. */
  get spread(): number | undefined {
    const { newest, imageLength } = this
    return newest === undefined ? undefined : spreadOf(newest, newest.length / imageLength)
  }

  private get imageLength(): number {
    const { channels, imageSize } = this.training.hyperparameters
    return channels * imageSize * imageSize
  }

  private encode(pixels: Float32Array, columns: number): Promise<Uint8Array> {
    const { hyperparameters: h } = this.training
    return encodeGridPng({
      pixels,
      count: pixels.length / this.imageLength,
      height: h.imageSize,
      width: h.imageSize,
      channels: h.channels,
      columns,
    })
  }
}
