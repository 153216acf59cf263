/** What the metrics take from the loss that a run trains with. */
export interface LossFacts {
  /** Values where the discriminator cannot tell real from generated; absent: there is none. */
  equilibrium: { lossD?: number; lossG?: number; confidence?: number }
  /** What each network minimises, per image. */
  formulas: { lossD: string; lossG: string }
}

/** Binary cross-entropy with the non-saturating loss of the generator, as in the reference. */
export const nonSaturatingLoss: LossFacts = {
  equilibrium: { lossD: 2 * Math.LN2, lossG: Math.LN2, confidence: 0.5 },
  formulas: { lossD: '−log D(x) − log(1 − D(G(z)))', lossG: '−log D(G(z))' },
}
