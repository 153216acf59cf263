import { concat, split } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { valueAndGradientWithin } from '../../engine/tape'
import type { Network } from '../layers/network'

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
  constructor(
    private readonly network: Network,
    /** [N, pixels] each. */
    readonly images: Both,
  ) {}

  logits(images: Tensor2D): Tensor2D {
    return this.network.forward(images, 'train')
  }

  /** The logits of several batches of the same size. */
  logitsOf(batches: readonly Tensor2D[]): Tensor2D[] {
    if (this.network.batchwise) return batches.map((images) => this.logits(images))
    return split(this.logits(concat([...batches])), batches.length)
  }

  both(): Both {
    const [real, fake] = this.logitsOf([this.images.real, this.images.fake])
    return { real, fake } as Both
  }

  sloped(images: Tensor2D): Sloped {
    const { value, gradient } = valueAndGradientWithin(() => this.logits(images), images)
    return { logits: value, slopes: gradient as Tensor2D }
  }

  bothSloped(): { logits: Both; slopes: Both } {
    const { real, fake } = this.images
    if (this.network.batchwise) {
      const [ofReal, ofFake] = [this.sloped(real), this.sloped(fake)]
      return {
        logits: { real: ofReal.logits, fake: ofFake.logits },
        slopes: { real: ofReal.slopes, fake: ofFake.slopes },
      }
    }
    const { logits, slopes } = this.sloped(concat([real, fake]))
    return { logits: halves(logits), slopes: halves(slopes) }
  }
}

function halves(rows: Tensor2D): Both {
  const [real, fake] = split(rows, 2) as [Tensor2D, Tensor2D]
  return { real, fake }
}
