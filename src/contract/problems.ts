import { alarmsProblems } from './problems/alarms'
import { architecturesProblems } from './problems/architectures'
import { datasetsProblems } from './problems/datasets'
import { diskProblems } from './problems/disk'
import { enginesProblems } from './problems/engines'
import { exportsProblems } from './problems/exports'
import { featureNetsProblems } from './problems/feature-nets'
import { filesProblems } from './problems/files'
import { filtersProblems } from './problems/filters'
import { needsProblems } from './problems/needs'
import { queueProblems } from './problems/queue'
import { runsProblems } from './problems/runs'
import { sweepProblems } from './problems/sweep'
import { trainingProblems } from './problems/training'
import { sourcesProblems } from './problems/sources'
import { picturesProblems } from './problems/pictures'
import { arraysProblems } from './problems/arrays'
import { importsProblems } from './problems/imports'
import { knownProblems } from './problems/known'
import { pageUploadsProblems } from './problems/page-uploads'
import { metricsProblems } from './problems/metrics'
import { weightsProblems } from './problems/weights'

/*
 * All errors, warnings and notes for users. Each has a code, the values that its sentences need,
 * and the sentences in English, which the command line and stored files use. problems/zh has the
 * Chinese; notices.ts assembles the sentences.
 */

type Sentence = (given: never) => string

export const problems = {
  ...enginesProblems,
  ...datasetsProblems,
  ...trainingProblems,
  ...alarmsProblems,
  ...weightsProblems,
  ...architecturesProblems,
  ...filesProblems,
  ...filtersProblems,
  ...needsProblems,
  ...runsProblems,
  ...queueProblems,
  ...sweepProblems,
  ...diskProblems,
  ...exportsProblems,
  ...sourcesProblems,
  ...knownProblems,
  ...importsProblems,
  ...arraysProblems,
  ...picturesProblems,
  ...pageUploadsProblems,
  ...metricsProblems,
  ...featureNetsProblems,
} satisfies Record<string, { message: Sentence; remedy?: Sentence }>

export type Problems = typeof problems
export type ProblemCode = keyof Problems

type GivenTo<F> = F extends (given: infer G) => string ? (unknown extends G ? object : G) : object
/** The values that a problem's sentences need. */
export type ProblemGiven<C extends ProblemCode> = GivenTo<Problems[C]['message']> &
  (Problems[C] extends { remedy: infer R } ? GivenTo<R> : object)

/** Codes that earlier versions stored in files, with their current names. */
const renamedCodes: Readonly<Record<string, ProblemCode>> = {
  checkpointPassedOver: 'checkpointSkipped',
  dataGoesOn: 'trailingBytes',
  idxAbsurd: 'idxImplausibleSize',
  idxGoesOn: 'idxTrailingBytes',
}

/** Returns the current code of a stored problem; undefined for one of a newer version. */
export function currentCode(stored: string): ProblemCode | undefined {
  const code = Object.hasOwn(renamedCodes, stored) ? renamedCodes[stored] : stored
  return code !== undefined && Object.hasOwn(problems, code) ? (code as ProblemCode) : undefined
}
