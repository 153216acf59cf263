import type { Loss } from './loss'

/**
 * Binary cross-entropy, with the generator's loss that does not saturate (Goodfellow et al., 2014).
 * From logits: taken after a sigmoid it would lose its gradient where the sigmoid rounds to 0 or 1;
 * softplus never does.
 */
export const nonSaturating: Loss = {
  label: { en: 'Non-saturating', zh: '非饱和' },
  meaning: {
    en: 'Binary cross-entropy, as in the original GAN.',
    zh: '二元交叉熵，与最初的 GAN 相同。',
  },
  equilibrium: { lossD: 2 * Math.LN2, lossG: Math.LN2, confidence: 0.5 },
  formulas: { lossD: '−log D(x) − log(1 − D(G(z)))', lossG: '−log D(G(z))' },
  discriminator: ({ real, fake }, a) =>
    a.add(a.mean(a.softplus(a.neg(real))), a.mean(a.softplus(fake))),
  generator: ({ fake }, a) => a.mean(a.softplus(a.neg(fake))),
  confidence: (logits, a) => a.sigmoid(logits),
}
