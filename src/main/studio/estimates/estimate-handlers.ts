import type { StudioApi } from '../../../contract/api'
import type { EngineName, EngineReport } from '../../../contract/engines'
import type { RunConfig } from '../../../contract/run'
import { anyTrains } from './any-trains'
import { assessNeeds } from './needs/assess'
import { estimate } from './estimates'
import type { Timing } from './estimates'
import type { RunRegistry } from '../runs/run-registry'
import type { Studio } from '../studio'

interface EstimateParts {
  root: string
  datasetsDirs: string[]
  studio: Studio
  registry: RunRegistry
  engines: {
    /** The last reports; empty before the first probe. */
    known: EngineReport[]
    probe(): Promise<EngineReport[]>
  }
}

type EstimateApi = Pick<StudioApi, 'estimate' | 'estimate.measure'>

export function estimateHandlers(parts: EstimateParts): EstimateApi {
  const { root, studio, registry, engines, datasetsDirs } = parts
  const needsOf = (config: RunConfig) =>
    assessNeeds(config, { root, datasetsDirs, engines: engines.known })
  return {
    estimate: async ({ config }) => {
      const reports = engines.known
      const known = await estimate(config, datasetsDirs, await timings(parts), reports)
      const found = { ...known, needs: await needsOf(config) }
      const engine = engineOf(config, reports)
      if (found.secondsPerStep !== null || engine === undefined) return found
      return { ...found, secondsPerStep: studio.speeds.known(config, engine) }
    },
    'estimate.measure': async ({ config }) => {
      const known = engines.known.length > 0 || config.engine !== 'auto'
      const engine = engineOf(config, known ? engines.known : await engines.probe())
      const unknown = { secondsPerStep: null }
      if (engine === undefined || (await anyTrains(root))) return unknown
      // Measuring a run that does not fit could exhaust the machine's memory.
      if ((await needsOf(config)).refusals.length > 0) return unknown
      // No await between these two lines: the start of a run only cancels measurements already
      // under way.
      if (registry.busy) return unknown
      return { secondsPerStep: await studio.speeds.measure(config, engine) }
    },
  }
}

const engineOf = (
  { engine }: RunConfig,
  reports: readonly EngineReport[],
): EngineName | undefined =>
  engine === 'auto' ? reports.find(({ available }) => available)?.name : engine

/** Timings of all sessions, newest first; live sessions count up to their current step. */
async function timings({ studio, registry }: EstimateParts): Promise<Timing[]> {
  const { runs } = await studio.listRuns()
  const all = runs.flatMap(({ run: stored }) => {
    const live = registry.get(stored.id)
    const run = live?.session.run ?? stored
    return run.sessions.map((session, i): Timing => {
      if (live === undefined || i < run.sessions.length - 1) return { run, session }
      const toStep = live.summary.step
      return { run, session: { ...session, toStep, trainedSeconds: live.session.trainedSeconds } }
    })
  })
  return all.sort((a, b) => (a.session.startedAt < b.session.startedAt ? 1 : -1))
}
