import { dFake } from './d-fake'
import { dReal } from './d-real'
import { lossD } from './loss-d'
import { lossG } from './loss-g'
import type { Metric } from './metric'

/*
 * All metrics, one file each. Keys in a line of metrics.jsonl have the same order, so new metrics
 * go at the end. The log, charts, list of runs, command line and Learn page all read this table.
 */
export const metrics: readonly Metric[] = [lossD, lossG, dReal, dFake]
