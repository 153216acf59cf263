import { concat, split } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { valueAndGradientWithin } from '../../engine/tape'
import type { Network } from '../layers/network'
import type { Show } from './view'

/** The same for real and for generated images: rows of pixels, or logits [N, 1]. */
export interface Both {
  real: Tensor2D
  fake: Tensor2D
}

/** Logits [N, 1], and the gradient [N, pixels] of their sum with respect to the images. */
export interface Sloped {
  logits: Tensor2D
  slopes: Tensor2D
}

/**
 * The discriminator in training mode, as it judges the images of an update. All images go in one
 * batch where no image's logit depends on the others: that takes fewer matrix products, which run
 * faster. With batch norm they go separately, as in PyTorch's examples: in one batch, D could tell
 * them apart by its statistics.
 */
export class Judge {
  private cached: Both | undefined

  /** @param images [N, pixels] each */
  constructor(
    private readonly network: Network,
    private readonly images: Both,
    private readonly show: Show,
  ) {}

  /** The images as D is shown them. */
  get shown(): Both {
    const { real, fake } = this.images
    this.cached ??= { real: this.show(real, 0), fake: this.show(fake, real.shape[0]) }
    return this.cached
  }

  /** The logits of images that are shown as they are. */
  logits(images: Tensor2D): Tensor2D {
    return this.network.forward(images, 'train')
  }

  /** The logits of several batches of the same size. */
  logitsOf(batches: readonly Tensor2D[]): Tensor2D[] {
    if (this.network.batchwise) return batches.map((images) => this.logits(images))
    return split(this.logits(concat([...batches])), batches.length)
  }

  both(): Both {
    const [real, fake] = this.logitsOf([this.shown.real, this.shown.fake])
    return { real, fake } as Both
  }

  /** For images that are shown as they are. */
  sloped(images: Tensor2D): Sloped {
    return this.slopedAs(images, () => images)
  }

  /** For the real images, as they were before they were shown. */
  realSloped(): Sloped {
    const { real } = this.images
    return this.slopedAs(real, () => this.show(real, 0))
  }

  bothSloped(): { logits: Both; slopes: Both } {
    const { real, fake } = this.images
    if (this.network.batchwise) {
      const ofReal = this.realSloped()
      const ofFake = this.slopedAs(fake, () => this.show(fake, real.shape[0]))
      return {
        logits: { real: ofReal.logits, fake: ofFake.logits },
        slopes: { real: ofReal.slopes, fake: ofFake.slopes },
      }
    }
    const all = concat([real, fake])
    const { logits, slopes } = this.slopedAs(all, () => this.show(all, 0))
    return { logits: halves(logits), slopes: halves(slopes) }
  }

  private slopedAs(images: Tensor2D, shown: () => Tensor2D): Sloped {
    const { value, gradient } = valueAndGradientWithin(() => this.logits(shown()), images)
    return { logits: value, slopes: gradient as Tensor2D }
  }
}

function halves(rows: Tensor2D): Both {
  const [real, fake] = split(rows, 2) as [Tensor2D, Tensor2D]
  return { real, fake }
}
