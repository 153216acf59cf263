import type { PenaltyFacts } from './penalty'

export const gradientPenalty: PenaltyFacts = {
  label: { en: 'Gradient penalty', zh: '梯度惩罚' },
  meaning: {
    en: 'keeps the norm of D’s gradient close to 1 at random points between real and generated images, as in WGAN-GP; the usual weight is 10.',
    zh: '使 D 在真实图像与生成图像之间的梯度长度接近 1，与 WGAN-GP 相同；权重通常为 10。',
  },
  formula: 'λ · E (‖∇D(x̂)‖ − 1)², x̂ = ε x + (1 − ε) G(z), ε ~ U(0, 1)',
  source: 'Gulrajani et al., Improved Training of Wasserstein GANs (2017)',
}
