import { notice } from '../notices'
import type { Notice } from '../notices'
import type { EarlyStop } from './early-stop'

/** Says why a run ended before its last step. */
export const earlyNotice = ({ passes, bestStep: step, fid }: EarlyStop): Notice =>
  notice('finishedEarly', { passes, step, fid })
