import type { OptimiserFacts } from './optimiser'

export const rmsProp: OptimiserFacts = {
  label: { en: 'RMSProp', zh: 'RMSProp 算法' },
  meaning: {
    en: 'scales like Adam, but without averaging the gradient itself; used by the first Wasserstein GANs.',
    zh: '像 Adam 一样调整步长，但不对梯度本身取平均；最早的 Wasserstein GAN 使用它。',
  },
  uses: ['beta2', 'momentum'],
  moments: 2,
  usualRate: 0.0002,
}
