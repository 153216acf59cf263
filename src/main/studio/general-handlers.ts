import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION } from '../../contract/api'
import type { StudioApi } from '../../contract/api'
import type { EngineReport } from '../../contract/engines'
import { problemError } from '../../contract/errors'
import type { PreferencesStore } from '../storage/preferences/preferences'
import { estimateHandlers } from './estimates/estimate-handlers'
import type { EventHub } from './event-hub'
import type { RunRegistry } from './runs/run-registry'
import type { Studio } from './studio'

interface GeneralParts {
  root: string
  datasetsDirs: string[]
  host: 'electron' | 'web'
  version: string
  studio: Studio
  registry: RunRegistry
  hub: EventHub
  preferences: PreferencesStore
}

type GeneralApi = Pick<
  StudioApi,
  'hello' | 'datasets.list' | 'engines.list' | 'estimate' | 'estimate.measure'
>

export function generalHandlers(parts: GeneralParts): GeneralApi {
  const engines = new EngineReports(parts)
  const instance = randomUUID()
  return {
    hello: async ({ protocol }) => {
      if (protocol !== PROTOCOL_VERSION) {
        throw problemError('usage', 'otherPageVersion', {})
      }
      const { host, version, hub, root: dataFolder } = parts
      const greeting = { protocol: PROTOCOL_VERSION, version, host, instance, dataFolder }
      return { ...greeting, sequence: hub.sequence, ...(await parts.preferences.refresh()) }
    },
    'datasets.list': async () => ({ datasets: await parts.studio.listDatasets() }),
    'engines.list': async () => ({
      engines: await engines.probe(),
    }),
    ...estimateHandlers({ ...parts, engines }),
  }
}

/** What the engines are, tried in a process of its own; pages that ask at once share one trial. */
class EngineReports {
  /** As last tried; empty before that. */
  known: EngineReport[] = []
  private probing: Promise<EngineReport[]> | undefined

  constructor(private readonly parts: Pick<GeneralParts, 'studio' | 'preferences'>) {}

  async probe(): Promise<EngineReport[]> {
    const { studio, preferences } = this.parts
    const { threads } = preferences.read().settings
    this.probing ??= studio.engines(threads).finally(() => (this.probing = undefined))
    this.known = await this.probing
    return this.known
  }
}
