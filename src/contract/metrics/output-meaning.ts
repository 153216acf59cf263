import type { Words } from '../words'
import type { LossFacts } from './loss-facts'

/**
 * The meaning of the discriminator's mean output for some images; without a loss, for runs with
 * different ones.
 */
export function meaningOfOutput({ en, zh }: Words, loss: LossFacts | undefined): Words {
  if (loss === undefined) {
    return {
      en: `The discriminator’s mean output for ${en} images: a probability of being real, or a score, depending on the loss.`,
      zh: `判别器对${zh}的平均输出：为真的概率或评分，取决于损失函数。`,
    }
  }
  if (loss.output === 'score') {
    return {
      en: `The mean score that the discriminator gives to ${en} images; higher means more real.`,
      zh: `判别器给${zh}的平均评分，越高表示越真实。`,
    }
  }
  return {
    en: `The mean probability of being real that the discriminator assigns to ${en} images.`,
    zh: `判别器认为${zh}为真的平均概率。`,
  }
}
