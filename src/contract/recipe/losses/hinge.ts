import type { Loss } from './loss'

/**
 * D is pushed only while an image is on the wrong side of its margin: 1 for real, -1 for generated
 * images. Any logit from -1 to 1 is balanced, so G's loss has no fixed value there.
 */
export const hinge: Loss = {
  label: { en: 'Hinge', zh: '合页' },
  meaning: {
    en: 'D only has to score real images above 1 and generated ones below −1. Use it with spectral normalisation in D.',
    zh: 'D 只需让真实图像的评分高于 1，生成图像的评分低于 −1。适合与判别器的谱归一化一起使用。',
  },
  source: 'Lim and Ye, “Geometric GAN” (2017)',
  output: 'score',
  equilibrium: { logit: 0, lossD: 2 },
  signed: true,
  formulas: { lossD: 'max(0, 1 − D(x)) + max(0, 1 + D(G(z)))', lossG: '−D(G(z))' },
  discriminator: ({ real, fake }, a) =>
    a.add(a.mean(a.relu(a.shift(a.neg(real), 1))), a.mean(a.relu(a.shift(fake, 1)))),
  generator: ({ fake }, a) => a.neg(a.mean(fake)),
  // Apart by 2, both margins are kept.
  lead: (real, fake) => (real - fake) / 2,
  failedLossG: 100,
  failedLossD: 100,
  lowestLossD: 0,
}
