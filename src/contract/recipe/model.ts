import { defaultOptions } from '../architectures/architecture'
import { architectureChoices, hasOption, settingConflict } from '../architectures/architectures'
import { MAX_LEVELS } from '../architectures/levels'
import { choice, integer, numericChoice } from './entries'

const batchNorms = {
  reference: {
    label: { en: 'As in the reference', zh: '与参考实现相同' },
    meaning: {
      en: 'epsilon 0.8, which weakens the normalisation, and momentum 0.1.',
      zh: 'ε 为 0.8（归一化较弱），动量为 0.1。',
    },
  },
  momentum: {
    label: { en: 'As originally intended', zh: '按本意' },
    meaning: {
      en: 'epsilon 0.00001 and momentum 0.2, which Keras calls 0.8.',
      zh: 'ε 为 0.00001，动量为 0.2（即 Keras 的 0.8）。',
    },
  },
} as const

/** Architecture and sizes of the networks, and the images that they are for. */
export const model = {
  architecture: choice({
    label: { en: 'Architecture', zh: '网络结构' },
    about: { en: 'How the two networks are built.', zh: '两个网络的结构。' },
    group: 'networks',
    default: 'mlp',
    // For runs, checkpoints and presets created before there was a choice.
    absent: 'mlp',
    options: architectureChoices,
    changesStepCost: true,
  }),
  baseWidth: integer({
    label: { en: 'Base width', zh: '基础宽度' },
    meaning: {
      en: 'Number of channels in the largest feature maps; smaller maps have more. Doubling it makes training about four times slower.',
      zh: '最大特征图的通道数，较小的特征图通道更多。宽度加倍，用时约为四倍。',
    },
    group: 'networks',
    default: defaultOptions.baseWidth,
    min: 1,
    max: 1024,
    unit: { en: 'channels', one: 'channel', zh: '通道' },
    arrowStep: 8,
    changesStepCost: true,
    appliesWhen: hasOption('baseWidth'),
    conflict: settingConflict('baseWidth'),
  }),
  levels: integer({
    label: { en: 'Levels', zh: '级数' },
    meaning: {
      en: 'Number of times the image size is halved. 0 = automatic (until 4 to 7 pixels remain).',
      zh: '图像尺寸减半的次数。0 = 自动：减到 4 至 7 像素。',
    },
    zero: { en: 'Automatic', zh: '自动' },
    group: 'networks',
    default: defaultOptions.levels,
    // Networks had two levels before there was a choice.
    absent: 2,
    min: 0,
    max: MAX_LEVELS,
    unit: { en: 'levels', one: 'level', zh: '级' },
    arrowStep: 1,
    changesStepCost: true,
    appliesWhen: hasOption('levels'),
    conflict: settingConflict('levels'),
  }),
  discriminatorNorm: choice({
    label: { en: 'Discriminator normalisation', zh: '判别器归一化' },
    meaning: {
      en: 'Spectral norm limits how sharply D’s output can change, which stabilises training. Batch norm is what the original DCGAN used.',
      zh: '谱归一化使判别器不会突变，训练更稳定；批归一化是最早的卷积 GAN 所用的方法。',
    },
    group: 'networks',
    default: defaultOptions.discriminatorNorm,
    options: {
      none: { label: { en: 'None', zh: '无' } },
      batch: { label: { en: 'Batch norm', zh: '批归一化' } },
      spectral: { label: { en: 'Spectral norm', zh: '谱归一化' } },
    },
    changesStepCost: true,
    appliesWhen: hasOption('discriminatorNorm'),
    conflict: settingConflict('discriminatorNorm'),
  }),
  minibatchDeviation: choice({
    label: { en: 'Minibatch standard deviation', zh: '小批量标准差' },
    meaning: {
      en: 'Tells D how varied a batch is, which counters mode collapse.',
      zh: '让判别器看到一批图像之间的差异，以防模式崩溃。',
    },
    group: 'networks',
    default: defaultOptions.minibatchDeviation,
    options: {
      off: { label: { en: 'Off', zh: '关' } },
      on: { label: { en: 'On', zh: '开' } },
    },
    changesStepCost: true,
    appliesWhen: hasOption('minibatchDeviation'),
  }),
  discriminatorHidden: integer({
    label: { en: 'Hidden layer in D', zh: '判别器的隐藏层' },
    meaning: {
      en: 'Size of a fully connected layer at the end of the discriminator, which lets it judge the whole image rather than its parts. 0 = none.',
      zh: '判别器末尾全连接层的大小，使判别器能判断整幅图像而不只是局部。0 表示没有。',
    },
    zero: { en: 'None', zh: '无' },
    group: 'networks',
    default: defaultOptions.discriminatorHidden,
    min: 0,
    max: 4096,
    unit: { en: 'values', one: 'value', zh: '维' },
    arrowStep: 32,
    changesStepCost: true,
    appliesWhen: hasOption('discriminatorHidden'),
  }),
  batchNorm: choice({
    label: { en: 'Batch norm', zh: '批归一化' },
    about: {
      en: 'The reference passes 0.8 to its batch norm. It was meant as the momentum, but PyTorch reads it as epsilon.',
      zh: '参考实现给批归一化的 0.8 本意是动量，但 PyTorch 把它当作 ε。',
    },
    group: 'networks',
    default: defaultOptions.batchNorm,
    options: batchNorms,
    appliesWhen: hasOption('batchNorm'),
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
    unit: { en: 'values', one: 'value', zh: '维' },
    arrowStep: 1,
    changesStepCost: true,
    referenceName: 'latent_dim',
    conflict: settingConflict('latentDim'),
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
    unit: { en: 'pixels', one: 'pixel', zh: '像素' },
    arrowStep: 1,
    changesStepCost: true,
    referenceName: 'img_size',
    conflict: settingConflict('imageSize'),
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
    conflict: settingConflict('channels'),
  }),
}
