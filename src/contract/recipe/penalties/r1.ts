import type { PenaltyFacts } from './penalty'

export const r1: PenaltyFacts = {
  label: { en: 'R1', zh: 'R1 惩罚' },
  meaning: {
    en: 'penalises D’s gradient at real images; typical weights are 0.1 to 10, higher for larger images.',
    zh: '使 D 在真实图像处的梯度较小；权重通常为 0.1 到 10，图像越大权重越大。',
  },
  formula: 'γ/2 · E ‖∇D(x)‖²',
  source: 'Mescheder et al., Which Training Methods for GANs do actually Converge? (2018)',
}
