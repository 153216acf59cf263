/** What metrics need to know about the loss that a run trains with. */
export interface LossFacts {
  /**
   * Values where the discriminator cannot tell real from generated images; absent if there is no
   * such point.
   */
  equilibrium: { lossD?: number; lossG?: number; confidence?: number }
  /** What each network minimises, per image. */
  formulas: { lossD: string; lossG: string }
}
