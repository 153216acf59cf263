import type { ImportSummary } from '../../../contract/datasets/import'
import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { ImportState } from '../../storage/datasets/journal'

/** True for the error of an import that another process has begun or continued first. */
export const isRunningElsewhere = (error: unknown): boolean =>
  error instanceof StudioError && error.problem?.code === 'importRunning'

/** An import whose process died can simply be continued; other errors have a remedy. */
export function endOf(error: unknown): Pick<ImportSummary, 'state' | 'error'> {
  const died = error instanceof StudioError && error.code === 'training'
  if (!died) return { state: 'failed', error: toReport(error) }
  return { state: 'interrupted', error: toReport(problemError('data', 'importDied', {})) }
}

const nothingYet = {
  ...{ stage: 'listing' as const, done: 0, total: null },
  ...{ stored: 0, refused: 0, duplicates: 0, perSecond: null },
}

/** The summary of an import that is not running. */
export function summaryOf(id: string, state: ImportState): ImportSummary {
  const { name, path, known, total, done, train, holdOut, refused, duplicates } = state
  return {
    ...{ id, name, path, state: 'interrupted' },
    ...(known === undefined ? {} : { known }),
    progress: {
      ...{ stage: total === null ? 'listing' : 'reading', done, total },
      ...{ stored: train + holdOut, refused: refused.count, duplicates, perSecond: null },
    },
    refused: refused.files.slice(0, 50),
    error: null,
  }
}

/** The summary of an import of which nothing can be read. */
export const damaged = (id: string, error: unknown): ImportSummary => ({
  ...{ id, name: id, path: '', state: 'failed' },
  ...{ progress: nothingYet, refused: [], error: toReport(error) },
})
