import type { Words } from '../words'
import type { LossFacts } from './loss-facts'

/** A chart of one or more metrics. A metric with its own scale can define its own chart. */
export interface Chart {
  id: string
  /** The section of the Learn page that explains more. */
  learnTopic: 'networks' | 'losses' | 'balance' | 'measuring' | 'trouble'
  /** Its words and y axis, for a run with this loss. */
  describe(loss: LossFacts): ChartDescription
}

interface ChartDescription {
  title: Words
  /** One or two sentences shown below the chart. */
  help: Words
  /** The range of the y axis if it is fixed; otherwise the axis fits the data. */
  range?: { min: number; max: number }
  /** True if a y axis without a fixed range begins at 0. */
  fromZero?: boolean
  /** True if users can switch to a logarithmic y axis. */
  mayBeLogarithmic: boolean
}

export const lossChart: Chart = {
  id: 'loss',
  learnTopic: 'losses',
  describe: ({ equilibrium, signed }) => ({
    title: { en: 'Loss', zh: '损失' },
    help: equilibrium.lossG === undefined ? onlyLossD : bothLosses,
    mayBeLogarithmic: signed !== true,
  }),
}

const bothLosses: Words = {
  en: 'Dotted lines: the values at equilibrium, where the discriminator (D) cannot tell real images from generated ones.',
  zh: '点线表示平衡值，即判别器（D）无法区分真实图像与生成图像时的损失。',
}
const onlyLossD: Words = {
  en: 'Dotted line: D loss at equilibrium, where the discriminator (D) cannot tell real images from generated ones. G loss has no such value, since it follows D’s scores, which may all shift together.',
  zh: '点线表示 D 损失的平衡值，即判别器（D）无法区分真实图像与生成图像时的损失。G 损失没有这样的值：它随 D 的评分变化，而这些评分可能整体偏移。',
}

/** D(x) and D(G(z)), as probabilities or as scores. */
export const outputChart: Chart = {
  id: 'output',
  learnTopic: 'balance',
  describe: ({ output, equilibrium }) =>
    output === 'probability' ? confidence : scores(equilibrium.output !== undefined),
}

const confidence: ChartDescription = {
  title: { en: 'Discriminator confidence', zh: '判别器置信度' },
  help: {
    en: 'The mean probability of being real that the discriminator assigns to real and to generated images. Dotted line: equilibrium, where both are the same.',
    zh: '判别器认为真实图像和生成图像为真的平均概率。点线表示平衡，此时两者相同。',
  },
  range: { min: 0, max: 1 },
  mayBeLogarithmic: false,
}

const scores = (haveLevel: boolean): ChartDescription => ({
  title: { en: 'Discriminator scores', zh: '判别器评分' },
  help: haveLevel
    ? {
        en: 'The mean score that the discriminator gives to real and to generated images; higher means more real. Dotted line: equilibrium, where both are the same.',
        zh: '判别器给真实图像和生成图像的平均评分，越高表示越真实。点线表示平衡，此时两者相同。',
      }
    : {
        en: 'The mean score that the discriminator gives to real and to generated images; higher means more real. At equilibrium, both are the same; only their difference matters.',
        zh: '判别器给真实图像和生成图像的平均评分，越高表示越真实。平衡时两者相同；只有两者之差有意义。',
      },
  mayBeLogarithmic: false,
})
