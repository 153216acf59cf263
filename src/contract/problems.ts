import { architecturesProblems } from './problems/architectures'
import { datasetsProblems } from './problems/datasets'
import { diskProblems } from './problems/disk'
import { enginesProblems } from './problems/engines'
import { exportsProblems } from './problems/exports'
import { filesProblems } from './problems/files'
import { needsProblems } from './problems/needs'
import { runsProblems } from './problems/runs'
import { trainingProblems } from './problems/training'
import { weightsProblems } from './problems/weights'

/*
 * What may go wrong, or be worth knowing, that a reader of any language should understand: each
 * kind has a code, what its sentences need, and those sentences in English, which command line and
 * files hold. problems/zh has them in Chinese; notices.ts says them.
 */

type Sentence = (given: never) => string

export const problems = {
  ...enginesProblems,
  ...datasetsProblems,
  ...trainingProblems,
  ...weightsProblems,
  ...architecturesProblems,
  ...filesProblems,
  ...needsProblems,
  ...runsProblems,
  ...diskProblems,
  ...exportsProblems,
} satisfies Record<string, { message: Sentence; remedy?: Sentence }>

export type Problems = typeof problems
export type ProblemCode = keyof Problems

type GivenTo<F> = F extends (given: infer G) => string ? (unknown extends G ? object : G) : object
/** What the sentences of a problem need. */
export type ProblemGiven<C extends ProblemCode> = GivenTo<Problems[C]['message']> &
  (Problems[C] extends { remedy: infer R } ? GivenTo<R> : object)
