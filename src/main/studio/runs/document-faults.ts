import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { hyperparameterNames, hyperparameters } from '../../../contract/hyperparameters'
import type { HyperparameterName, Hyperparameters } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { runFile } from '../../storage/runs/paths'
import type { StoredRun } from '../../storage/runs/runs'

/* Errors about settings that come from a run's document rather than from a request. */

/** Stored values outside the range that requests may have, by name. */
function outOfRange(values: Hyperparameters): [HyperparameterName, Notice][] {
  return hyperparameterNames.flatMap((name): [HyperparameterName, Notice][] => {
    const entry = hyperparameters[name]
    if (entry.kind !== 'integer' && entry.kind !== 'real') return []
    const { min, max } = entry
    const value = Number(values[name])
    if (value >= min && value <= max) return []
    return [[name, notice('settingOutOfRange', { name, value, min, max })]]
  })
}

/**
 * Converts an error of a resumed run into one of its document if the setting at fault comes from
 * there: one that the error names and the request does not, or a size out of range.
 */
export function asDocumentFault(
  error: unknown,
  stored: StoredRun,
  asked: Readonly<Partial<Record<string, unknown>>>,
): unknown {
  if (!(error instanceof StudioError) || error.code !== 'usage') return error
  const named = hyperparameterNames.find((name) => name === error.where)
  if (named !== undefined && asked[named] !== undefined) return error
  const sizes = outOfRange(stored.run.config.hyperparameters).filter(
    ([name]) => hyperparameters[name].changesStepCost === true,
  )
  if (named === undefined && sizes.length === 0) return error
  const { where: _setting, ...said } = asNotice(error, { remedy: false })
  return unusable(stored, [...sizes.map(([, why]) => why), said])
}

/**
 * Refuses stored values that a new run may not have, unless others were given.
 *
 * @throws StudioError `checkpoint`
 */
export function refuseOutOfRange(
  stored: StoredRun,
  given: Readonly<Record<string, unknown>>,
): void {
  const why = outOfRange(stored.run.config.hyperparameters)
    .filter(([name]) => given[name] === undefined)
    .map(([, notice]) => notice)
  if (why.length > 0) throw unusable(stored, why)
}

const unusable = ({ dir }: StoredRun, why: Notice[]): StudioError =>
  problemError('checkpoint', 'runSettingsUnusable', { why }, { where: runFile(dir) })
