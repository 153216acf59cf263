import type { Words } from '../words'

/** A chart of one or more metrics. A metric with its own scale can define its own chart. */
export interface Chart {
  id: string
  title: Words
  /** One or two sentences shown below the chart. */
  help: Words
  /** The section of the Learn page that explains more. */
  learnTopic: 'networks' | 'losses' | 'balance' | 'trouble'
  /** The range of the y axis if it is fixed; otherwise the axis fits the data. */
  range?: { min: number; max: number }
  /** True if users can switch to a logarithmic y axis. */
  mayBeLogarithmic: boolean
}

export const lossChart: Chart = {
  id: 'loss',
  title: { en: 'Loss', zh: '损失' },
  help: {
    en: 'Dotted lines: the values at equilibrium, where the discriminator (D) cannot tell real images from generated ones.',
    zh: '点线表示平衡值，即判别器（D）无法区分真实图像与生成图像时的损失。',
  },
  learnTopic: 'losses',
  mayBeLogarithmic: true,
}

export const confidenceChart: Chart = {
  id: 'confidence',
  title: { en: 'Discriminator confidence', zh: '判别器置信度' },
  help: {
    en: 'The mean probability of being real that the discriminator assigns to real and to generated images. Dotted line: equilibrium, where both are the same.',
    zh: '判别器认为真实图像和生成图像为真的平均概率。点线表示平衡，此时两者相同。',
  },
  learnTopic: 'balance',
  range: { min: 0, max: 1 },
  mayBeLogarithmic: false,
}
