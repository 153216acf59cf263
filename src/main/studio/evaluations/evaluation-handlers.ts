import { isAbsolute } from 'node:path'
import type { ParsedRequest, StudioApi } from '../../../contract/api'
import { problemError, toReport } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import type { FeatureNetChoice } from '../../../contract/feature-nets/choice'
import type { Settings } from '../../../contract/settings'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { noSuchCheckpoint } from '../../storage/checkpoints/no-such-checkpoint'
import { listEvaluations } from '../../storage/evaluations/evaluations'
import { checkpointDirectory } from '../../storage/runs/paths'
import type { EventHub } from '../event-hub'
import { exactRun } from '../runs/run-details'
import { summariseCheckpoints } from '../runs/run-summaries'
import type { Studio } from '../studio'
import { onRunEngine } from './on-run-engine'
import { PageRequests } from './page-requests'
import { PendingMeasurements } from './pending-measurements'

export interface EvaluationParts {
  root: string
  studio: Studio
  hub: EventHub
  settings(): Settings
}

type EvaluationApi = Pick<StudioApi, Extract<keyof StudioApi, `evaluations.${string}`>>

interface Asked extends ParsedRequest<'evaluations.measure'> {
  measurement: string
  /** The run's folder. */
  dir: string
  source: string
  /** The run's. */
  engine: EngineChoice
}

export function evaluationHandlers(parts: EvaluationParts): EvaluationApi {
  const requests = new PageRequests()
  const pending = new PendingMeasurements(parts.hub)
  return {
    'evaluations.list': async ({ id }) => {
      const { dir } = await exactRun(parts.root, id)
      const { evaluations, warnings } = await listEvaluations(dir)
      return { evaluations, warnings }
    },
    'evaluations.pending': ({ id }) =>
      Promise.resolve({ measurements: pending.of(id), automatic: parts.studio.measures }),
    'evaluations.measure': async (request) => {
      refuseRelative(request.net)
      const found = await checkpointOf(parts.root, request)
      const measurement = requests.begin((measurement, signal) =>
        measure(parts, { ...request, ...found, measurement }, signal),
      )
      return { measurement }
    },
    'evaluations.cancel': ({ measurement }) => {
      requests.cancel(measurement)
      return Promise.resolve({})
    },
  }
}

/**
 * Refuses a feature net in a relative folder: a page does not know the folder that the studio was
 * started in.
 *
 * @throws StudioError `usage`
 */
export function refuseRelative(net: FeatureNetChoice | undefined): void {
  if (net?.id !== 'folder' || isAbsolute(net.path)) return
  throw problemError('usage', 'netPathRelative', { path: net.path }, { where: 'net.path' })
}

/**
 * Finds a run's checkpoint, and the folder and the engine of the run.
 *
 * @throws StudioError `usage` for an unknown run; `checkpoint` if the run has none of this step
 */
export async function checkpointOf(
  root: string,
  { id, step }: { id: string; step: number },
): Promise<{ dir: string; source: string; engine: EngineChoice }> {
  const { dir, run } = await exactRun(root, id)
  const steps = await checkpointSteps(dir)
  if (!steps.includes(step)) throw noSuchCheckpoint(step, steps, id)
  return { dir, source: checkpointDirectory(dir, step), engine: run.config.engine }
}

/** Measures, and publishes progress and end; never rejects. */
async function measure(
  { studio, hub, settings }: EvaluationParts,
  { measurement, id, step, dir, engine, ...request }: Asked,
  signal: AbortSignal,
): Promise<void> {
  const of = { measurement, id, step }
  const onProgress = (progress: MeasureProgress | null): void =>
    hub.emit({ type: 'measuring', ...of, progress })
  onProgress(null)
  try {
    const {
      evaluation,
      reused,
      notStored: error = null,
    } = await onRunEngine(engine, settings(), (on) =>
      studio.evaluate({ ...request, ...on }, { signal, onProgress }),
    )
    hub.emit({ type: 'evaluation', id, evaluation, reused })
    const checkpoints = await summariseCheckpoints(dir)
    hub.emit({ type: 'checkpoints', id, checkpoints })
    hub.emit({ type: 'measuringEnded', ...of, evaluation, reused, error })
  } catch (error) {
    const report = signal.aborted ? null : toReport(error)
    hub.emit({ type: 'measuringEnded', ...of, evaluation: null, reused: false, error: report })
  }
}
