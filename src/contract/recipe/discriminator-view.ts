import { augmentations } from './augmentations'
import { choice, integer, real } from './entries'

/** Random changes to the images that the discriminator is shown, real and generated alike. */
export const discriminatorView = {
  augmentation: choice({
    label: { en: 'Augmentation', zh: '数据增强' },
    about: {
      en: 'Random changes to all images that D is shown, real and generated, so that it cannot memorise a small data set.',
      zh: '对 D 看到的所有图像（真实的和生成的）作随机改变，使它无法记住较小的数据集。',
    },
    group: 'objective',
    default: 'none',
    absent: 'none',
    options: augmentations,
    changesStepCost: true,
  }),
  augmentationProbability: real({
    label: { en: 'Augmentation probability', zh: '增强概率' },
    meaning: {
      en: 'The probability of applying each augmentation, drawn separately for every image (p in StyleGAN2-ADA). 1 = always apply all.',
      zh: '对每幅图像，每种改变发生的概率，各自独立（即 StyleGAN2-ADA 中的 p）。1 表示所有图像都作所有改变。',
    },
    group: 'objective',
    default: 1,
    absent: 1,
    min: 0,
    max: 1,
    arrowStep: 0.1,
    appliesWhen: ({ augmentation }) => augmentation !== 'none',
  }),
  instanceNoise: real({
    label: { en: 'Instance noise', zh: '实例噪声' },
    meaning: {
      en: 'Standard deviation of noise added to all images that D is shown, which keeps D from becoming overconfident early on. Pixels range from −1 to 1. The noise fades to 0 during training. 0 = off.',
      zh: '加到 D 看到的所有图像上的噪声的标准差，避免 D 在训练初期过于自信；像素范围为 −1 到 1。之后逐渐降到 0。0 表示不加噪声。',
    },
    zero: { en: 'Off', zh: '关' },
    group: 'objective',
    default: 0,
    absent: 0,
    min: 0,
    max: 10,
    arrowStep: 0.05,
    changesStepCost: true,
  }),
  instanceNoiseEpochs: integer({
    label: { en: 'Epochs with noise', zh: '噪声轮数' },
    meaning: {
      en: 'Number of epochs over which the instance noise fades linearly to 0.',
      zh: '实例噪声在多少轮内均匀降到 0。',
    },
    group: 'objective',
    default: 10,
    min: 1,
    max: 100_000,
    unit: { en: 'epochs', one: 'epoch', zh: '轮' },
    arrowStep: 1,
    appliesWhen: ({ instanceNoise }) => instanceNoise !== 0,
  }),
}
