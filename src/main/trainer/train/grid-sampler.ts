import type { Variety } from '../../../contract/alarms/variety'
import { problemError } from '../../../contract/errors'
import { BATCH_GRID } from '../../../contract/sample-grid'
import type { Training } from '../../gan/training/loop'
import { countNotFiniteImages, encodeGridPng } from '../../image/encode'
import { writeSample } from '../../storage/runs/samples'
import { gridPlan } from './grid-plan'
import type { GridPlan } from './grid-plan'
import { varietyOf, varietyOfData } from './grid-variety'

/** A grid that was written. */
interface DrawnGrid {
  /** The path of its PNG. */
  file: string
  /** Absent for an incomplete grid. */
  variety?: Variety
}

/** Draws a run's sample grids. */
export class GridSampler {
  private readonly plan: GridPlan
  /** The number of images in a grid. */
  private readonly count: number
  /** The variety of the same number of real images. */
  private readonly real: Pick<Variety, 'spread' | 'rank'>

  constructor(
    private readonly runDir: string,
    private readonly training: Training,
  ) {
    const { seed, sampleLatents, batchSize } = training.hyperparameters
    this.plan = gridPlan(seed, training.gan)
    const { images } = BATCH_GRID
    this.count =
      sampleLatents === 'batch' ? Math.min(images, batchSize) : (this.plan.latents.shape[0] ?? 0)
    // Computed before training, which reads images ahead in its own order.
    this.real = varietyOfData(training.dataset, this.count)
  }

  /**
   * Generates a grid's images now; they are written later.
   *
   * @param batch the latest training batch's images, shown instead of images from the fixed latents
   * if the run's settings say so
   * @returns a function that writes the grid and returns the PNG's path and how much the images
   *   differ; it calls `verify` just before writing
   * @throws StudioError `training` if pixels are not finite: losses can be finite even if the
   * running statistics are not
   */
  draw(batch: Float32Array | undefined): (verify: () => Promise<void>) => Promise<DrawnGrid> {
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
    return async (verify) => {
      const measured = this.varietyOf(pixels)
      const variety = measured === undefined ? {} : { variety: measured }
      const columns = batch === undefined ? this.plan.columns : BATCH_GRID.columns
      const png = await this.encode(pixels, columns)
      await verify()
      const { seed } = this.training.hyperparameters
      const info = { step, latents, seed, ...variety }
      return { file: await writeSample(this.runDir, step, png, info), ...variety }
    }
  }

  /**
   * Undefined for an incomplete grid from an epoch's short last batch, which is too small to judge.
   */
  private varietyOf(pixels: Float32Array): Variety | undefined {
    const { count, real } = this
    if (pixels.length / this.imageLength < count) return undefined
    return { ...varietyOf(pixels, count), realSpread: real.spread, realRank: real.rank }
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
