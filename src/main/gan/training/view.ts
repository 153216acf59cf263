import { add, mul, reshape, slice } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { augmentations as sets } from '../../../contract/recipe/augmentations'
import type { AugmentationPart } from '../../../contract/recipe/augmentations'
import { augmentations } from '../augmentations/augmentations'
import { rateOf } from '../optimisers/optimiser'
import type { Rates } from '../optimisers/optimiser'
import { isScheduled, scheduledValue } from '../../../contract/recipe/scheduled-value'
import type { Rate, StepInput, StepSource } from './step-input'

/** Shows the discriminator images [M, pixels], with the random numbers from row `from` on. */
export type Show = (images: Tensor2D, from: number) => Tensor2D

const NOISE = 'instanceNoise'
const PROBABILITY = 'augmentationProbability'

/**
 * How the discriminator is shown images: augmented, then with noise whose standard deviation falls
 * to 0. Real and generated images go through the same, so the generator need not learn the changes.
 */
export class View {
  private readonly parts: readonly AugmentationPart[]

  constructor(private readonly h: Hyperparameters) {
    // The saturation of grey images is fixed.
    const varies = (part: AugmentationPart): boolean => part !== 'saturation' || h.channels > 1
    this.parts = sets[h.augmentation].parts.filter(varies)
  }

  /** Random numbers for `copies` images for each one of the batch. */
  inputs(batch: number, copies: number): Record<string, StepInput> {
    const ofParts = this.parts.map((part): [string, StepInput] => [part, this.numbers(part, batch)])
    const all: [string, StepInput][] =
      this.h.instanceNoise === 0 ? ofParts : [...ofParts, [NOISE, this.noise(batch)]]
    return Object.fromEntries(
      all.map(([name, { shape, ...input }]) => [
        name,
        { ...input, shape: (n: number) => shape(copies * n) } as StepInput,
      ]),
    )
  }

  get rates(): Record<string, Rate> {
    return this.h.instanceNoise === 0 ? {} : { [NOISE]: this.deviation }
  }

  /** @param inputs those declared by {@link inputs}, and maybe others */
  shows(inputs: Readonly<Record<string, Tensor>>, rates: Rates<Scalar>): Show {
    return (images, from) => {
      const rows = (name: string): Tensor2D => rowsOf(inputs[name] as Tensor2D, from, images)
      const shown = this.augmented(images, rows)
      if (this.h.instanceNoise === 0) return shown
      return add(shown, mul(rows(NOISE), rateOf(rates, NOISE)))
    }
  }

  private augmented(images: Tensor2D, rows: (name: string) => Tensor2D): Tensor2D {
    if (this.parts.length === 0) return images
    const { channels, imageSize: size } = this.h
    const square: Tensor4D = reshape(images, [-1, channels, size, size])
    const changed = this.parts.reduce(
      (changing, part) => augmentations[part].apply(changing, rows(part)),
      square,
    )
    return reshape(changed, images.shape)
  }

  private numbers(part: AugmentationPart, batch: number): StepInput {
    const { numbers, none } = augmentations[part]
    const { imageSize } = this.h
    return {
      batch,
      dtype: 'float32',
      shape: (n) => [n, numbers.length],
      fill: (target, source) => {
        source.uniform(target)
        for (let i = 0; i < target.length; i++) {
          const convert = numbers[i % numbers.length]
          target[i] = convert?.(target[i] ?? 0, imageSize) ?? 0
        }
        this.spareSome(source, target, { columns: numbers.length, none: none(imageSize) })
      },
    }
  }

  /** Leaves some images unchanged, each with the probability of not being augmented. */
  private spareSome(
    source: StepSource,
    target: Float32Array,
    { columns, none }: { columns: number; none: number },
  ): void {
    // Runs that change every image draw no numbers here, so that they match earlier versions.
    if (this.h.augmentationProbability === 1 && !isScheduled(this.h, PROBABILITY)) return
    const chances = new Float32Array(target.length / columns)
    source.uniform(chances)
    const probability = scheduledValue(this.h, PROBABILITY, source)
    chances.forEach((chance, row) => {
      if (chance >= probability) target.fill(none, row * columns, (row + 1) * columns)
    })
  }

  private noise(batch: number): StepInput {
    const { channels, imageSize } = this.h
    return {
      batch,
      dtype: 'float32',
      shape: (n) => [n, channels * imageSize ** 2],
      // Without noise, none is drawn, which would take longer than a small network's step.
      fill: (target, source) => {
        if (this.deviation(source) > 0) source.normal(target)
        else target.fill(0)
      },
    }
  }

  private readonly deviation = ({
    step,
    stepsPerEpoch,
  }: Pick<StepSource, 'step' | 'stepsPerEpoch'>) => {
    const { instanceNoise, instanceNoiseEpochs } = this.h
    return instanceNoise * Math.max(0, 1 - step / (instanceNoiseEpochs * stepsPerEpoch))
  }
}

/** As many rows as there are images, without a copy if these are all. */
function rowsOf(all: Tensor2D, from: number, { shape: [count] }: Tensor2D): Tensor2D {
  return all.shape[0] === count ? all : slice(all, [from, 0], [count, -1])
}
