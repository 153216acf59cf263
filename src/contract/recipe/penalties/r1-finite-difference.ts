import type { PenaltyFacts } from './penalty'

export const r1FiniteDifference: PenaltyFacts = {
  label: { en: 'R1, approximate', zh: 'R1（近似）' },
  meaning: {
    en: 'keeps D’s output for a real image close to its output for the same image with a little noise added: a cheap approximation of R1 without second derivatives; the usual weight is 100.',
    zh: '使 D 对真实图像的输出与对加了少量噪声的同一图像的输出接近：对 R1 的低成本估计，无需二阶导数；权重通常为 100。',
  },
  formula: 'λ · E (D(x) − D(x + σe))², e ~ N(0, I), σ = 0.01',
  source: 'Lin et al., Diffusion Adversarial Post-Training for One-Step Video Generation (2025)',
}
