import { problemError } from '../../../contract/errors'
import type { SweepOutline } from '../../../contract/sweep/commands'
import type { Sweep, Trial } from '../../../contract/sweep/document'
import type { SweepSpec } from '../../../contract/sweep/spec'
import type { JobQueue } from '../../storage/queue/job-queue'
import {
  changeSweep,
  createSweep,
  deleteSweep,
  listSweeps,
  readSweep,
} from '../../storage/sweeps/sweep-files'
import { extended, newSweep } from './new-sweep'
import { outlineOf } from './view'

interface SweepsParts {
  /** The data folder. */
  root: string
  datasetsDirs: readonly string[]
  queue: JobQueue
}

/**
 * The sweeps of a data folder, as users change them.
 *
 * @throws StudioError `usage` for a file that contradicts itself or an unknown sweep, `data` if the
 *   data set cannot be used, `checkpoint` if a sweep's file is damaged, `storage` if the disk fails
 */
export class Sweeps {
  constructor(private readonly parts: SweepsParts) {}

  list(): ReturnType<typeof listSweeps> {
    return listSweeps(this.parts.root)
  }

  get(id: string): Promise<Sweep> {
    return readSweep(this.parts.root, id)
  }

  /** Finds a sweep by its id, the beginning of its id, its name, or `latest`. */
  async find(named: string): Promise<Sweep> {
    const { sweeps } = await this.list()
    const matches: ((sweep: Sweep) => boolean)[] = [
      ({ id }) => id === named,
      ({ spec }) => spec.name === named,
      ({ id }) => id.startsWith(named),
      () => named === 'latest',
    ]
    for (const match of matches) {
      const found = sweeps.find(match)
      if (found !== undefined) return found
    }
    throw problemError('usage', 'noSuchSweep', { id: named })
  }

  /** The runs and steps that a sweep would have. */
  async outline(spec: SweepSpec): Promise<SweepOutline> {
    return outlineOf(await newSweep(spec, this.parts.datasetsDirs))
  }

  /** Creates a sweep; its runs train in the queue. */
  async create(spec: SweepSpec): Promise<Sweep> {
    const { root, datasetsDirs } = this.parts
    return createSweep(root, await newSweep(spec, datasetsDirs), new Date())
  }

  /** Adds new configurations and seeds from a changed file. */
  async extend(id: string, spec: SweepSpec): Promise<Sweep> {
    const { root, datasetsDirs } = this.parts
    const wanted = await newSweep(spec, datasetsDirs)
    return changeSweep(root, id, (sweep) => extended(sweep, wanted))
  }

  /** Begins no more runs, or begins them again. */
  setStopped(id: string, stopped: boolean): Promise<Sweep> {
    return this.change(id, () => ({ state: stopped ? 'stopped' : 'active' }))
  }

  /** Trains a configuration to the end, even if it was pruned. */
  continue(id: string, candidate: number): Promise<Sweep> {
    return this.change(id, ({ candidates }) => {
      if (candidates[candidate] === undefined) {
        throw problemError('usage', 'sweepNoCandidate', { number: candidate + 1 })
      }
      const continued = candidates.map((each, i) =>
        i === candidate ? { ...each, continued: true } : each,
      )
      return { candidates: continued, state: 'active' }
    })
  }

  /** Lets all trials that are out take part again, except trials that an alarm ended. */
  async retry(id: string): Promise<Sweep> {
    const { queue } = this.parts
    const { jobs } = await queue.read()
    const { trials: before } = await this.get(id)
    const runs = new Set(before.flatMap((trial) => (canRetry(trial) ? (trial.run ?? []) : [])))
    // The sweep adds them again.
    const failed = jobs.filter(({ run, state }) => state === 'failed' && runs.has(run))
    await queue.forget(failed.map(({ run }) => run))
    return this.change(id, ({ trials }) => {
      if (!trials.some(canRetry)) throw problemError('usage', 'sweepNotFailed', {})
      const retried = trials.map((trial) => (canRetry(trial) ? again(trial) : trial))
      return { trials: retried, state: 'active' }
    })
  }

  /** Deletes a sweep; its runs are kept. */
  delete(id: string): Promise<void> {
    return deleteSweep(this.parts.root, id)
  }

  private change(id: string, change: (sweep: Sweep) => Partial<Sweep>): Promise<Sweep> {
    return changeSweep(this.parts.root, id, change)
  }
}

const canRetry = ({ out }: Trial): boolean => out !== null && out.kind !== 'alarm'

/**
 * A trial that continues from its run's newest checkpoint or, if the run has been deleted, begins
 * anew.
 */
function again(trial: Trial): Trial {
  return trial.out?.kind === 'deleted'
    ? { ...trial, out: null, run: null, queued: 0, scores: [] }
    : { ...trial, out: null, queued: trial.scores.length }
}
