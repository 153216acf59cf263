import type { Loss } from './loss'
import { nonSaturating } from './non-saturating'

/**
 * The zero-sum game that the first GAN paper starts from. log(1 - D(G(z))) is -softplus of the
 * logit, which loses no accuracy where D(G(z)) rounds to 1.
 */
export const minimax: Loss = {
  label: { en: 'Minimax', zh: '极小极大' },
  meaning: {
    en: 'The original zero-sum game. G’s gradient vanishes once D recognises its images; useful only to see why other losses exist.',
    zh: '最初的零和博弈。一旦 D 能识破生成图像，G 几乎学不到东西；可用来了解为什么需要其他损失函数。',
  },
  source: nonSaturating.source,
  output: 'probability',
  equilibrium: { logit: 0, lossD: 2 * Math.LN2, lossG: -Math.LN2, output: 0.5 },
  signed: true,
  formulas: { lossD: nonSaturating.formulas.lossD, lossG: 'log(1 − D(G(z)))' },
  smooths: true,
  discriminator: nonSaturating.discriminator,
  generator: ({ fake }, a) => a.neg(a.mean(a.softplus(fake))),
  lead: (real, fake) => real - fake,
  // No limit for G's loss: it is below 0, and falls the more G fools D.
  failedLossD: 100 * Math.LN2,
  lowestLossD: 0,
}
