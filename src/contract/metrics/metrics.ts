import { dFake } from './d-fake'
import { dReal } from './d-real'
import { lossD } from './loss-d'
import { lossG } from './loss-g'
import type { Metric } from './metric'

/*
 * All metrics, one file each. Their order is that of the keys in a line of metrics.jsonl, so a new
 * metric goes at the end. Log, charts, run list, command line and the Learn page all read this
 * table.
 */
export const metrics: readonly Metric[] = [lossD, lossG, dReal, dFake]
