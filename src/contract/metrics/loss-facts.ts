/** What the metrics take from the loss that a run trains with. */
export interface LossFacts {
  /** Values where the discriminator cannot tell real from generated; absent: there is none. */
  equilibrium: { lossD?: number; lossG?: number; confidence?: number }
  /** What each network minimises, per image. */
  formulas: { lossD: string; lossG: string }
}
