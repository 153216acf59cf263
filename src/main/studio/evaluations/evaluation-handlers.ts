import { randomBytes } from 'node:crypto'
import type { ParsedRequest, StudioApi } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { Settings } from '../../../contract/settings'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { noSuchCheckpoint } from '../../storage/checkpoints/no-such-checkpoint'
import { listEvaluations } from '../../storage/evaluations/evaluations'
import { checkpointDirectory } from '../../storage/runs/paths'
import type { EventHub } from '../event-hub'
import { exactRun } from '../runs/run-details'
import { summariseCheckpoints } from '../runs/run-summaries'
import type { Studio } from '../studio'

export interface EvaluationParts {
  root: string
  studio: Studio
  hub: EventHub
  settings(): Settings
}

type EvaluationApi = Pick<StudioApi, Extract<keyof StudioApi, `evaluations.${string}`>>
type Request = ParsedRequest<'evaluations.measure'>

export function evaluationHandlers(parts: EvaluationParts): EvaluationApi {
  const measuring = new Map<string, AbortController>()
  return {
    'evaluations.list': async ({ id }) => {
      const { dir } = await exactRun(parts.root, id)
      const { evaluations, warnings } = await listEvaluations(dir)
      return { evaluations, warnings }
    },
    'evaluations.measure': async (request) => {
      const { dir } = await exactRun(parts.root, request.id)
      const steps = await checkpointSteps(dir)
      const { id, step } = request
      if (!steps.includes(step)) throw noSuchCheckpoint(step, steps, id)
      const measurement = randomBytes(8).toString('hex')
      const aborter = new AbortController()
      measuring.set(measurement, aborter)
      // The events follow the reply, from which the page knows the measurement's name.
      setImmediate(() => {
        void measure(parts, { ...request, measurement, dir }, aborter.signal).finally(() =>
          measuring.delete(measurement),
        )
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
  { studio, hub, settings }: EvaluationParts,
  { measurement, id, step, dir, ...request }: Request & { measurement: string; dir: string },
  signal: AbortSignal,
): Promise<void> {
  const { engine, threads } = settings()
  const of = { measurement, id, step }
  try {
    const { evaluation } = await studio.evaluate(
      { ...request, source: checkpointDirectory(dir, step), engine, threads },
      { signal, onProgress: (progress) => hub.emit({ type: 'measuring', ...of, progress }) },
    )
    hub.emit({ type: 'evaluation', id, evaluation })
    const checkpoints = await summariseCheckpoints(dir)
    hub.emit({ type: 'checkpoints', id, checkpoints })
    hub.emit({ type: 'measuringEnded', ...of, evaluation, error: null })
  } catch (error) {
    const report = signal.aborted ? null : toReport(error)
    hub.emit({ type: 'measuringEnded', ...of, evaluation: null, error: report })
  }
}
