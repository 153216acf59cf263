/** Properties of a run's loss that metrics need. */
export interface LossFacts {
  /**
   * The meaning of D(x) in metrics and formulas: the probability that an image is real, which is
   * the sigmoid of its logit; or a score, which is the logit itself, is higher for images that look
   * more real, and has no limits.
   */
  output: 'probability' | 'score'
  /**
   * Values at equilibrium, where the discriminator cannot tell real from generated images and gives
   * each the same logit. A value is absent if it depends on that logit and the loss leaves the
   * logit open; `logit` is then one of those possible.
   */
  equilibrium: { logit: number; lossD?: number; lossG?: number; output?: number }
  /** True if a loss may be 0 or negative, which a logarithmic axis cannot show. */
  signed?: true
  /** The loss of each network, per image. */
  formulas: { lossD: string; lossG: string }
}
