import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION } from '../../contract/api'
import type { StudioApi } from '../../contract/api'
import type { EngineReport } from '../../contract/engines'
import { problemError } from '../../contract/errors'
import type { PreferencesStore } from '../storage/preferences'
import { estimate } from './estimates'
import type { Timing } from './estimates'
import type { EventHub } from './event-hub'
import type { RunRegistry } from './run-registry'
import type { Studio } from './studio'

export interface GeneralParts {
  root: string
  datasetsDirs: string[]
  host: 'electron' | 'web'
  version: string
  studio: Studio
  registry: RunRegistry
  hub: EventHub
  preferences: PreferencesStore
}

type GeneralApi = Pick<StudioApi, 'hello' | 'datasets.list' | 'engines.list' | 'estimate'>

export function generalHandlers(parts: GeneralParts): GeneralApi {
  const engines = new EngineReports(parts.studio)
  const instance = randomUUID()
  return {
    hello: async ({ protocol }) => {
      if (protocol !== PROTOCOL_VERSION) {
        throw problemError('usage', 'otherPageVersion', {})
      }
      const { host, version, hub, root: dataFolder } = parts
      const greeting = { protocol: PROTOCOL_VERSION, version, host, instance, dataFolder }
      return { ...greeting, sequence: hub.sequence, ...parts.preferences.read() }
    },
    'datasets.list': async () => ({ datasets: await parts.studio.listDatasets() }),
    'engines.list': async () => ({
      engines: await engines.probe(parts.preferences.read().settings.threads),
    }),
    estimate: async ({ config }) =>
      estimate(config, parts.datasetsDirs, await timings(parts), engines.known),
  }
}

/** What the engines are, tried in a process of its own; pages that ask at once share one trial. */
class EngineReports {
  /** As last tried; empty before that. */
  known: EngineReport[] = []
  private probing: Promise<EngineReport[]> | undefined

  constructor(private readonly studio: Studio) {}

  async probe(threads: number): Promise<EngineReport[]> {
    this.probing ??= this.studio.engines(threads).finally(() => (this.probing = undefined))
    this.known = await this.probing
    return this.known
  }
}

/** Every session that was timed, newest first; those that train now by how far they are. */
async function timings({ studio, registry }: GeneralParts): Promise<Timing[]> {
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
