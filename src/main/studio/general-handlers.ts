import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION } from '../../contract/api'
import type { StudioApi } from '../../contract/api'
import type { EngineReport, EnginesList } from '../../contract/engines'
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
  'hello' | 'engines.list' | 'engines.measure' | 'estimate' | 'estimate.measure'
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
    'engines.list': () => engines.list(),
    'engines.measure': async () => {
      await parts.studio.measureAgain(() => parts.registry.busy)
      return engines.list()
    },
    ...estimateHandlers({ ...parts, engines }),
  }
}

/**
 * Reports on the engines, which are probed in a separate process; concurrent requests share one
 * probe.
 */
class EngineReports {
  /** The last reports; empty before the first probe. */
  known: EngineReport[] = []
  private probing: Promise<EnginesList> | undefined

  constructor(private readonly parts: Pick<GeneralParts, 'studio' | 'preferences'>) {}

  async probe(): Promise<EngineReport[]> {
    return (await this.list()).engines
  }

  async list(): Promise<EnginesList> {
    const { studio, preferences } = this.parts
    const { threads } = preferences.read().settings
    this.probing ??= studio.engines(threads).finally(() => (this.probing = undefined))
    const list = await this.probing
    this.known = list.engines
    return list
  }
}
