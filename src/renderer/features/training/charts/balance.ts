/** The balance of the two networks, judged by the discriminator's confidence. */
export type Balance =
  'early' | 'generatorAhead' | 'balanced' | 'discriminatorAhead' | 'discriminatorFarAhead'

/** Before this many steps, values say nothing about the outcome. */
const EARLY = 300

/**
 * Assesses the balance of the two networks.
 *
 * @param step number of steps trained
 * @param dReal D(x), smoothed
 * @param dFake D(G(z)), smoothed
 */
export function assess(step: number, dReal: number, dFake: number): Balance {
  if (step < EARLY) return 'early'
  const lead = dReal - dFake
  if (lead < -0.05) return 'generatorAhead'
  if (lead < 0.15) return 'balanced'
  // A reference GAN that makes good digits leads by 0.3 to 0.5.
  if (lead < 0.8) return 'discriminatorAhead'
  return 'discriminatorFarAhead'
}
