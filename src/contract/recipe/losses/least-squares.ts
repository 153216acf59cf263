import type { Loss } from './loss'

/**
 * The squared error of D's output, with target 1 for real and 0 for generated images, and 1 for the
 * generator: equation 9 of the paper, whose halves some implementations leave out.
 */
export const leastSquares: Loss = {
  label: { en: 'Least squares', zh: '最小二乘' },
  meaning: {
    en: 'Squared distance of D’s output from 1 for real images and from 0 for generated ones. Try it if training is unstable.',
    zh: 'D 的输出与目标之差的平方，真实图像的目标为 1，生成图像的目标为 0。训练不稳定时可以一试。',
  },
  source: 'Mao et al., “Least Squares Generative Adversarial Networks” (2017)',
  output: 'score',
  equilibrium: { logit: 0.5, lossD: 0.25, lossG: 0.125, output: 0.5 },
  formulas: { lossD: '½ (D(x) − 1)² + ½ D(G(z))²', lossG: '½ (D(G(z)) − 1)²' },
  smooths: true,
  discriminator: ({ real, fake }, a, smoothing = 0) =>
    a.scale(a.add(a.mean(a.square(a.shift(real, smoothing - 1))), a.mean(a.square(fake))), 0.5),
  generator: ({ fake }, a) => a.scale(a.mean(a.square(a.shift(fake, -1))), 0.5),
  lead: (real, fake) => real - fake,
  // D(G(z)) is then below -13, although its target is 0.
  failedLossG: 100,
  failedLossD: 100,
  lowestLossD: 0,
}
