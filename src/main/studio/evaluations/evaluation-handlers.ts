import { randomBytes } from 'node:crypto'
import type { ParsedRequest, StudioApi } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import type { MeasureProgress, MeasureReply } from '../../../contract/evaluations/measuring'
import type { Settings } from '../../../contract/settings'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { noSuchCheckpoint } from '../../storage/checkpoints/no-such-checkpoint'
import { listEvaluations } from '../../storage/evaluations/evaluations'
import { checkpointDirectory } from '../../storage/runs/paths'
import type { EventHub } from '../event-hub'
import { isUnavailable } from '../runs/resume-engine'
import { exactRun } from '../runs/run-details'
import type { Studio } from '../studio'
import type { MeasureWatch } from './measuring-process'

export interface EvaluationParts {
  root: string
  studio: Studio
  hub: EventHub
  settings(): Settings
}

type EvaluationApi = Pick<StudioApi, Extract<keyof StudioApi, `evaluations.${string}`>>

interface Asked extends ParsedRequest<'evaluations.measure'> {
  measurement: string
  source: string
  /** The run's, since values of another engine have another protocol. */
  engine: EngineChoice
}

export function evaluationHandlers(parts: EvaluationParts): EvaluationApi {
  const measuring = new Map<string, AbortController>()
  return {
    'evaluations.list': async ({ id }) => listEvaluations((await exactRun(parts.root, id)).dir),
    'evaluations.measure': async (request) => {
      const { dir, run } = await exactRun(parts.root, request.id)
      const steps = await checkpointSteps(dir)
      const { id, step } = request
      if (!steps.includes(step)) throw noSuchCheckpoint(step, steps, id)
      const measurement = randomBytes(8).toString('hex')
      const aborter = new AbortController()
      measuring.set(measurement, aborter)
      const source = checkpointDirectory(dir, step)
      // The events follow the reply, from which the page knows the measurement's name.
      setImmediate(() => {
        const { engine } = run.config
        const asked = { ...request, measurement, source, engine }
        void measure(parts, asked, aborter.signal).finally(() => measuring.delete(measurement))
      })
      return { measurement }
    },
    'evaluations.cancel': ({ measurement }) => {
      measuring.get(measurement)?.abort()
      return Promise.resolve({})
    },
  }
}

/** Measures, and publishes progress and end; never rejects. */
async function measure(
  parts: EvaluationParts,
  { measurement, id, step, ...request }: Asked,
  signal: AbortSignal,
): Promise<void> {
  const { hub } = parts
  const of = { measurement, id, step }
  const onProgress = (progress: MeasureProgress): void =>
    hub.emit({ type: 'measuring', ...of, progress })
  try {
    const { evaluation, reused } = await onAnyEngine(parts, request, { signal, onProgress })
    hub.emit({ type: 'evaluation', id, evaluation, reused })
    hub.emit({ type: 'measuringEnded', ...of, evaluation, reused, error: null })
  } catch (error) {
    const report = signal.aborted ? null : toReport(error)
    hub.emit({ type: 'measuringEnded', ...of, evaluation: null, reused: false, error: report })
  }
}

/** Measures on the run's engine or, if it is not available here, on that of the settings. */
async function onAnyEngine(
  { studio, settings }: EvaluationParts,
  request: Omit<Asked, 'measurement' | 'id' | 'step'>,
  watch: MeasureWatch,
): Promise<MeasureReply> {
  const { engine, threads } = settings()
  return studio.evaluate({ ...request, threads }, watch).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error
    return studio.evaluate({ ...request, engine, threads }, watch)
  })
}
