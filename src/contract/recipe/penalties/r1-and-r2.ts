import type { PenaltyFacts } from './penalty'

export const r1AndR2: PenaltyFacts = {
  label: { en: 'R1 and R2', zh: 'R1 与 R2' },
  meaning: {
    en: 'penalises D’s gradient at both real and generated images, as in R3GAN; typical weights are 0.1 to 10.',
    zh: '使 D 在真实图像和生成图像处的梯度都较小，与 R3GAN 相同；权重通常为 0.1 到 10。',
  },
  formula: 'γ/2 · (E ‖∇D(x)‖² + E ‖∇D(G(z))‖²)',
  source:
    'Mescheder et al., Which Training Methods for GANs do actually Converge? (2018); Huang et al., The GAN is dead; long live the GAN! (2024)',
}
