import type { ParsedRequest, StudioApi } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import type { StudioEvent } from '../../../contract/events'
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

/** The searches that wait or are in progress, by their id. */
type Searches = Map<string, { id: string; step: number; progress: MeasureProgress | null }>
type FindingEnded = Extract<StudioEvent, { type: 'findingEnded' }>

export function neighbourHandlers(parts: EvaluationParts): NeighbourApi {
  const requests = new PageRequests()
  const searches: Searches = new Map()
  return {
    'neighbours.list': async ({ id }) => {
      const found = await listNeighbours((await exactRun(parts.root, id)).dir)
      const own = [...searches].filter(([, search]) => search.id === id)
      const pending = own.map(([search, { step, progress }]) => ({ search, step, progress }))
      return { ...found, searches: pending }
    },
    'neighbours.find': async (request) => {
      refuseRelative(request.net)
      const found = await checkpointOf(parts.root, request)
      const search = requests.begin((search, signal) =>
        find(parts, searches, { ...request, ...found, search }, signal),
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
  searches: Searches,
  { search, id, step, engine, ...request }: Asked,
  signal: AbortSignal,
): Promise<void> {
  const of = { search, id, step }
  searches.set(search, { id, step, progress: null })
  const onProgress = (progress: MeasureProgress): void => {
    searches.set(search, { id, step, progress })
    hub.emit({ type: 'finding', ...of, progress })
  }
  const end = (result: Pick<FindingEnded, 'found' | 'error'>): void => {
    searches.delete(search)
    hub.emit({ type: 'findingEnded', ...of, ...result })
  }
  try {
    const { found } = await onRunEngine(engine, settings(), (on) =>
      studio.findNeighbours({ ...request, ...on }, { signal, onProgress }),
    )
    end({ found, error: null })
  } catch (error) {
    end({ found: null, error: signal.aborted ? null : toReport(error) })
  }
}
