import type { ParsedRequest, StudioApi } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { listNeighbours } from '../../storage/neighbours/neighbours'
import { exactRun } from '../runs/run-details'
import { checkpointOf, refuseRelative } from './evaluation-handlers'
import type { EvaluationParts } from './evaluation-handlers'
import { onRunEngine } from './on-run-engine'
import { PageRequests } from './page-requests'

type NeighbourApi = Pick<StudioApi, Extract<keyof StudioApi, `neighbours.${string}`>>

interface Asked extends ParsedRequest<'neighbours.find'> {
  search: string
  source: string
  engine: EngineChoice
}

export function neighbourHandlers(parts: EvaluationParts): NeighbourApi {
  const requests = new PageRequests()
  return {
    'neighbours.list': async ({ id }) => listNeighbours((await exactRun(parts.root, id)).dir),
    'neighbours.find': async (request) => {
      refuseRelative(request.net)
      const found = await checkpointOf(parts.root, request)
      const search = requests.begin((search, signal) =>
        find(parts, { ...request, ...found, search }, signal),
      )
      return { search }
    },
    'neighbours.cancel': ({ search }) => {
      requests.cancel(search)
      return Promise.resolve({})
    },
  }
}

/** Searches, and publishes progress and end; never rejects. */
async function find(
  { studio, hub, settings }: EvaluationParts,
  { search, id, step, engine, ...request }: Asked,
  signal: AbortSignal,
): Promise<void> {
  const of = { search, id, step }
  const onProgress = (progress: MeasureProgress): void =>
    hub.emit({ type: 'finding', ...of, progress })
  try {
    const { found } = await onRunEngine(engine, settings(), (on) =>
      studio.findNeighbours({ ...request, ...on }, { signal, onProgress }),
    )
    hub.emit({ type: 'findingEnded', ...of, found, error: null })
  } catch (error) {
    const report = signal.aborted ? null : toReport(error)
    hub.emit({ type: 'findingEnded', ...of, found: null, error: report })
  }
}
