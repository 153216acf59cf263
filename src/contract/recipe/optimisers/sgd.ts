import type { OptimiserFacts } from './optimiser'

export const sgd: OptimiserFacts = {
  label: { en: 'SGD', zh: '随机梯度下降（SGD）' },
  meaning: {
    en: 'follows the gradient directly; needs much higher learning rates than Adam, such as 0.05.',
    zh: '直接沿梯度下降；需要远高于 Adam 的学习率，例如 0.05。',
  },
  uses: ['momentum'],
  moments: 1,
  usualRate: 0.05,
}
