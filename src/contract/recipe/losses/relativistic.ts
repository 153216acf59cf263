import type { Loss } from './loss'

/**
 * Each generated image is compared with a real one, by both networks. Only the differences of
 * scores count, so a single score has no fixed value at equilibrium.
 */
export const relativistic: Loss = {
  label: { en: 'Relativistic pairing', zh: '相对配对' },
  meaning: {
    en: 'D learns to tell which image of a pair is real; G learns to win that comparison. Use it with R1 and R2 penalties; it resists mode collapse.',
    zh: 'D 学习两幅图像中哪一幅是真的，G 学习在比较中胜出。适合与 R1 和 R2 惩罚一起使用，不易模式崩溃。',
  },
  source: 'Jolicoeur-Martineau, “The Relativistic Discriminator” (2018)',
  output: 'score',
  equilibrium: { logit: 0, lossD: Math.LN2, lossG: Math.LN2 },
  formulas: {
    lossD: 'log(1 + exp(D(G(z)) − D(x)))',
    lossG: 'log(1 + exp(D(x) − D(G(z))))',
  },
  pairs: true,
  discriminator: ({ real, fake }, a) => a.mean(a.softplus(a.sub(fake, real))),
  generator: ({ real, fake }, a) => a.mean(a.softplus(a.sub(real, fake))),
  // The probability of picking the real image, rescaled to -1 (never) to 1 (always).
  lead: (real, fake) => Math.tanh((real - fake) / 2),
  failedLossG: 100 * Math.LN2,
  failedLossD: 100 * Math.LN2,
  lowestLossD: 0,
}
