import type { Words } from '../../words'

/** A term added to the discriminator's loss to keep D smooth, as it is described to users. */
export interface PenaltyFacts {
  label: Words
  meaning: Words
  /** Including its weight λ or γ. */
  formula: string
  /** The publication that it comes from. */
  source: string
}
