import type { Loss } from './loss'

/**
 * Binary cross-entropy, with the generator's loss that does not saturate. Computed from logits:
 * after a sigmoid, the gradient would vanish where the sigmoid rounds to 0 or 1; with softplus it
 * never does.
 */
export const nonSaturating: Loss = {
  label: { en: 'Non-saturating', zh: '非饱和' },
  meaning: {
    en: 'Binary cross-entropy, as in the original GAN. A good first choice.',
    zh: '二元交叉熵，与最初的 GAN 相同。适合作为首选。',
  },
  source: 'Goodfellow et al., “Generative Adversarial Networks” (2014)',
  output: 'probability',
  equilibrium: { logit: 0, lossD: 2 * Math.LN2, lossG: Math.LN2, output: 0.5 },
  formulas: { lossD: '−log D(x) − log(1 − D(G(z)))', lossG: '−log D(G(z))' },
  smooths: true,
  discriminator({ real, fake }, a, smoothing = 0) {
    const loss = a.add(a.mean(a.softplus(a.neg(real))), a.mean(a.softplus(fake)))
    // Cross-entropy with the target 1 - s is that with the target 1, plus s times the logit.
    return smoothing === 0 ? loss : a.add(loss, a.scale(a.mean(real), smoothing))
  },
  generator: ({ fake }, a) => a.mean(a.softplus(a.neg(fake))),
  lead: (real, fake) => real - fake,
  // Runs that learn stay below about ten times the value at equilibrium.
  failedLossG: 100 * Math.LN2,
  failedLossD: 100 * Math.LN2,
  lowestLossD: 0,
}
