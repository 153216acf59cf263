import { concat, ones, split, zeros } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { valueAndGradientWithin } from '../../engine/tape'
import type { Network } from '../layers/network'
import type { LabelsOfBoth } from './labels'
import type { Show } from './view'

/** Rows of pixels, or D's outputs, for real and for generated images. */
export interface Both {
  real: Tensor2D
  fake: Tensor2D
}
type Kind = keyof Both

/** Images as shown to D, and whether their labels are those of the real or the generated images. */
export interface Shown {
  images: Tensor2D
  labelled: Kind
}

/**
 * D's outputs (see {@link logitsOf}), and the gradient [N, pixels] of the sum of their logits with
 * respect to the images.
 */
export interface Sloped {
  outputs: Tensor2D
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
    private readonly labels: LabelsOfBoth,
  ) {}

  /** The images as D is shown them. */
  get shown(): Both {
    const { real, fake } = this.images
    this.cached ??= { real: this.show(real, 0), fake: this.show(fake, real.shape[0]) }
    return this.cached
  }

  /** D's outputs for images that are shown as they are. */
  outputs({ images, labelled }: Shown): Tensor2D {
    return this.network.forward(images, 'train', this.labels[labelled])
  }

  /** D's outputs for several batches of the same size, in one pass if the result is the same. */
  outputsOf(batches: readonly Shown[]): Tensor2D[] {
    if (this.network.batchwise) return batches.map((batch) => this.outputs(batch))
    const images = concat(batches.map((batch) => batch.images))
    const labels = this.joined(batches.map(({ labelled }) => labelled))
    return split(this.network.forward(images, 'train', labels), batches.length)
  }

  both(): Both {
    const { real: ofReal, fake: ofFake } = this.shown
    const [real, fake] = this.outputsOf([
      { images: ofReal, labelled: 'real' },
      { images: ofFake, labelled: 'fake' },
    ])
    return { real, fake } as Both
  }

  /** For images that are shown as they are. */
  sloped({ images, labelled }: Shown): Sloped {
    return this.slopedAs(images, () => images, this.labels[labelled])
  }

  /** For the real images, as they were before they were shown. */
  realSloped(): Sloped {
    const { real } = this.images
    return this.slopedAs(real, () => this.show(real, 0), this.labels.real)
  }

  bothSloped(): { outputs: Both; slopes: Both } {
    const { real, fake } = this.images
    if (this.network.batchwise) {
      const ofReal = this.realSloped()
      const shown = (): Tensor2D => this.show(fake, real.shape[0])
      const ofFake = this.slopedAs(fake, shown, this.labels.fake)
      return {
        outputs: { real: ofReal.outputs, fake: ofFake.outputs },
        slopes: { real: ofReal.slopes, fake: ofFake.slopes },
      }
    }
    const all = concat([real, fake])
    const labels = this.joined(['real', 'fake'])
    const { outputs, slopes } = this.slopedAs(all, () => this.show(all, 0), labels)
    return { outputs: halves(outputs), slopes: halves(slopes) }
  }

  private slopedAs(images: Tensor2D, shown: () => Tensor2D, labels: Tensor | undefined): Sloped {
    const judged = (): Tensor2D => this.network.forward(shown(), 'train', labels)
    const direction = this.logitsAlone(images.shape[0])
    const { value, gradient } = valueAndGradientWithin(judged, images, direction)
    return { outputs: value, slopes: gradient as Tensor2D }
  }

  /**
   * If D predicts labels, [N, 1 + classes] with ones for the logits and zeros for the class logits.
   */
  private logitsAlone(count: number): Tensor2D | undefined {
    const { labels } = this.network
    if (labels?.use !== 'predicted') return undefined
    return concat<Tensor2D>([ones([count, 1]), zeros([count, labels.classes])], 1)
  }

  private joined(kinds: readonly Kind[]): Tensor | undefined {
    const all = kinds.flatMap((kind) => this.labels[kind] ?? [])
    return all.length === 0 ? undefined : concat(all)
  }
}

function halves(rows: Tensor2D): Both {
  const [real, fake] = split(rows, 2) as [Tensor2D, Tensor2D]
  return { real, fake }
}
