/** Properties of a run's loss that metrics need. */
export interface LossFacts {
  /**
   * Values at equilibrium, where the discriminator cannot tell real from generated images; absent
   * if the loss has none.
   */
  equilibrium: { lossD?: number; lossG?: number; confidence?: number }
  /** The loss of each network, per image. */
  formulas: { lossD: string; lossG: string }
}
