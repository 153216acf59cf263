/** The balance of the two networks, judged by the discriminator's output. */
export type Balance =
  | 'early'
  /** The loss's scores have no scale. */
  | 'unscaled'
  | 'generatorAhead'
  | 'balanced'
  | 'discriminatorAhead'
  | 'discriminatorFarAhead'

/** Before this many steps, values say nothing about the outcome. */
const EARLY = 300

/**
 * Assesses the balance of the two networks.
 *
 * @param step number of steps trained
 * @param lead how far the discriminator is ahead (see Loss), from smoothed values; undefined if the
 *   loss cannot say
 */
export function assess(step: number, lead: number | undefined): Balance {
  if (step < EARLY) return 'early'
  if (lead === undefined) return 'unscaled'
  if (lead < -0.05) return 'generatorAhead'
  if (lead < 0.15) return 'balanced'
  // A reference GAN that makes good digits leads by 0.3 to 0.5.
  if (lead < 0.8) return 'discriminatorAhead'
  return 'discriminatorFarAhead'
}
