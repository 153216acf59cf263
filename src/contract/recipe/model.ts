import { architectures, sizeConflict } from '../architectures/architectures'
import { choice, explainOptions, integer, numericChoice } from './entries'

/** Architecture and sizes of the networks, and the images that they are for. */
export const model = {
  architecture: choice({
    label: { en: 'Architecture', zh: '网络结构' },
    meaning: explainOptions(
      { en: 'How the two networks are built.', zh: '两个网络的结构。' },
      architectures,
    ),
    group: 'networks',
    default: 'mlp',
    // For runs, checkpoints and presets created before there was a choice.
    absent: 'mlp',
    options: architectures,
    changesStepCost: true,
  }),
  latentDim: integer({
    label: { en: 'Latent size', zh: '潜变量维数' },
    meaning: {
      en: 'Length of the random vector that the generator turns into an image.',
      zh: '随机向量的长度，生成器把它变成一幅图像。',
    },
    group: 'networks',
    default: 100,
    min: 1,
    max: 4096,
    unit: { en: 'values', zh: '维' },
    arrowStep: 1,
    changesStepCost: true,
    referenceName: 'latent_dim',
    conflict: sizeConflict('latentDim'),
  }),
  imageSize: integer({
    label: { en: 'Image size', zh: '图像尺寸' },
    meaning: {
      en: 'Height and width in pixels; images of other sizes are resized.',
      zh: '高与宽的像素数；其他尺寸的图像会被缩放。',
    },
    group: 'data',
    default: 28,
    min: 4,
    max: 256,
    unit: { en: 'pixels', zh: '像素' },
    arrowStep: 1,
    changesStepCost: true,
    referenceName: 'img_size',
    conflict: sizeConflict('imageSize'),
  }),
  channels: numericChoice({
    label: { en: 'Channels', zh: '通道数' },
    meaning: {
      en: '1 for grey images, 3 for colour; images of the other kind are converted.',
      zh: '1 为灰度，3 为彩色；另一种图像会被转换。',
    },
    group: 'data',
    default: 1,
    options: [
      { value: 1, label: { en: '1 (grey)', zh: '1（灰度）' } },
      { value: 3, label: { en: '3 (colour)', zh: '3（彩色）' } },
    ],
    changesStepCost: true,
    conflict: sizeConflict('channels'),
  }),
}
