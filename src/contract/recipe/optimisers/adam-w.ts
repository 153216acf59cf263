import type { OptimiserFacts } from './optimiser'

export const adamW: OptimiserFacts = {
  label: { en: 'AdamW', zh: 'AdamW 算法' },
  meaning: {
    en: 'Adam that also shrinks the weights a little at each step.',
    zh: '在 Adam 的基础上，每一步还使权重略微缩小。',
  },
  uses: ['beta1', 'beta2', 'weightDecay'],
  moments: 2,
  usualRate: 0.0002,
}
