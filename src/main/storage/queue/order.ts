import type { StoredJob } from './queue-document'

/* The order of jobs; all functions return new lists. */

const isWaiting = ({ state }: StoredJob): boolean => state === 'waiting'

/** @param to a place among the waiting jobs, from 1 */
export function moved(jobs: readonly StoredJob[], job: StoredJob, to: number): StoredJob[] {
  const others = jobs.filter((other) => other !== job)
  const next = others.filter(isWaiting)[to - 1]
  const at = next === undefined ? others.findLastIndex(isWaiting) + 1 : others.indexOf(next)
  return [...others.slice(0, at), job, ...others.slice(at)]
}

/** The jobs with one of them replaced. */
export const replaced = (jobs: readonly StoredJob[], job: StoredJob, by: StoredJob): StoredJob[] =>
  jobs.map((other) => (other === job ? by : other))

/** A running job as a waiting one, without its process. */
export function released({ holder: _holder, ...job }: StoredJob): StoredJob {
  return { ...job, state: 'waiting' }
}

/** The jobs with failed ones waiting again, behind the others. */
export function retried(jobs: readonly StoredJob[], failed: readonly StoredJob[]): StoredJob[] {
  const again = failed.map((job) => ({ ...job, state: 'waiting' as const, error: null }))
  return [...jobs.filter((job) => !failed.includes(job)), ...again]
}
