import type { Loss } from './loss'

/**
 * The critic's mean scores. Their difference estimates a distance between the distributions only
 * while the critic's slope is limited; without that, the scores grow without end. Only differences
 * count, so that neither G's loss nor a single score has a fixed value at equilibrium.
 */
export const wasserstein: Loss = {
  label: { en: 'Wasserstein', zh: 'Wasserstein 距离' },
  meaning: {
    en: 'D (the critic) scores images; the negative of its loss estimates the distance between real and generated images. Use it only with a gradient penalty, weight clipping or spectral norm.',
    zh: 'D 为图像评分，其损失的相反数估计生成图像与真实图像的差异。只应与梯度惩罚、权重裁剪或谱归一化一起使用。',
  },
  source: 'Arjovsky et al., “Wasserstein Generative Adversarial Networks” (2017)',
  output: 'score',
  equilibrium: { logit: 0, lossD: 0 },
  signed: true,
  formulas: { lossD: 'D(G(z)) − D(x)', lossG: '−D(G(z))' },
  discriminator: ({ real, fake }, a) => a.sub(a.mean(fake), a.mean(real)),
  generator: ({ fake }, a) => a.neg(a.mean(fake)),
  // No two images are further apart, and the critic's slope is at most about 1.
  farthestApart: (values) => 2 * Math.sqrt(values),
}
