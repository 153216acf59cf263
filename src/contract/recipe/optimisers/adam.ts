import type { OptimiserFacts } from './optimiser'

export const adam: OptimiserFacts = {
  label: { en: 'Adam', zh: 'Adam 算法' },
  meaning: {
    en: 'adapts each weight’s step size to its recent gradients; the usual choice for GANs.',
    zh: '按每个权重近期梯度的大小调整步长；GAN 的常用选择。',
  },
  uses: ['beta1', 'beta2'],
  moments: 2,
  usualRate: 0.0002,
}
