import path from 'node:path'
import type { StudioApi } from '../../contract/api'
import type { NumberedEvent } from '../../contract/events'
import { problemError, StudioError } from '../../contract/errors'
import type { Notice } from '../../contract/notices'
import type { RunSummary } from '../../contract/summary'
import { openPreferences } from '../storage/preferences/preferences'
import type { PreferencesStore } from '../storage/preferences/preferences'
import { EventHub } from './event-hub'
import { ForeignRuns } from './runs/foreign-runs'
import { generalHandlers } from './general-handlers'
import { generateHandlers } from './generation/generate-handlers'
import { GeneratedImages } from './generation/generated-images'
import { GeneratorChild } from './generation/generator-child'
import { MetricsCache } from './metrics/metrics-cache'
import { preferenceHandlers } from './preference-handlers'
import { findResource } from './resources'
import type { Resource } from './resources'
import { noteInterruptions } from '../storage/runs/runs'
import { exactRun, runHandlers, summaryOf } from './runs/run-handlers'
import type { RunParts } from './runs/run-handlers'
import { RunNews } from './runs/run-news'
import { RunRegistry } from './runs/run-registry'
import { RunSizes } from './runs/run-sizes'
import { Studio } from './studio'
import type { StudioOptions } from './studio'
import { Trash } from './runs/trash'
import { Uploads } from './generation/uploads'

export interface StudioApiOptions extends StudioOptions {
  host: 'electron' | 'web'
  version: string
  /** `preferences.json` in the data folder unless given. */
  preferences?: PreferencesStore
  /** Seconds that a trainer may take to save and end when the studio closes; then it is killed. */
  patience?: number
  /** Shows a folder in the system's file manager. @returns what went wrong; empty if nothing did */
  openFolder?: (dir: string) => Promise<string>
}

/** Seconds; the largest checkpoint takes a few, and a step of the slowest engine some more. */
const PATIENCE = 60

/** The studio as a service: what the contract promises, for a host to carry. */
export interface StudioService {
  readonly api: StudioApi
  /** The number of the last event. */
  readonly sequence: number
  /** What a person should know of the start: preferences that could not be read. */
  readonly warnings: readonly Notice[]
  /** @param handle must not throw @returns ends the subscription */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void
  /** @param path below `/resources/`, decoded; unknown ones give undefined */
  resource(path: string): Promise<Resource | undefined>
  /**
   * Stops every live run with a checkpoint and ends all child processes.
   *
   * @throws StudioError `training`, when all is closed, if a trainer hung and had to be killed
   */
  close(): Promise<void>
}

/** @throws StudioError `storage` when the preferences cannot be read */
export async function createStudioApi(options: StudioApiOptions): Promise<StudioService> {
  const root = path.resolve(options.root)
  const opened = options.preferences === undefined ? await openPreferences(root) : undefined
  const preferences = options.preferences ?? opened?.store
  if (preferences === undefined) throw new StudioError('internal', 'there are no preferences')
  const studio = new Studio({ ...options, root })
  const hub = new EventHub()
  const runs = composeRuns({ root, studio, hub, openFolder: options.openFolder })
  const child = new GeneratorChild(options.launch, () => studio.knownSetup)
  const images = new GeneratedImages()
  const uploads = new Uploads(child)
  const settings = () => preferences.read().settings
  const { host, version, datasetsDirs, patience = PATIENCE } = options
  const { registry } = runs
  const general = { root, datasetsDirs, host, version, studio, registry, hub, preferences }
  const noting = noteInterruptions(root)
  const gate = new Gate()
  return {
    api: gate.guard({
      ...generalHandlers(general),
      ...runHandlers(runs),
      ...preferenceHandlers(preferences, hub),
      ...generateHandlers({ root, child, images, uploads, settings }),
    }),
    get sequence() {
      return hub.sequence
    },
    warnings: opened?.warning === undefined ? [] : [opened.warning],
    subscribe: (handle) => hub.subscribe(handle),
    resource: (resourcePath) => findResource(resourcePath, { root, images }),
    close: () =>
      gate.close(async () => {
        const [hung] = await Promise.all([
          registry.stopAll(patience),
          child.close(),
          studio.speeds.callOff(),
          noting,
        ])
        runs.sizes.close()
        runs.foreign.close()
        if (hung.length === 0) return
        const where = hung.map(({ name }) => name).join(', ')
        throw problemError('training', 'trainerHung', { seconds: patience }, { where })
      }),
  }
}

/** The parts that keep runs, which know of each other. */
function composeRuns(base: Pick<RunParts, 'root' | 'studio' | 'hub' | 'openFolder'>): RunParts {
  const live = (id: string): RunSummary | undefined => registry.get(id)?.summary
  const stored = async (id: string): Promise<RunSummary> =>
    summaryOf(parts, await exactRun(base.root, id))
  const news = new RunNews(base.hub, { live, stored })
  // A run that has gone meanwhile has no size to tell.
  const sizes = new RunSizes((id) => void news.announce(id).catch(() => undefined))
  const foreign = new ForeignRuns({
    read: async (id) =>
      registry.get(id) === undefined ? (await exactRun(base.root, id)).run : undefined,
    tell: (id) => news.announce(id),
  })
  const shared = { ...base, news, sizes, metrics: new MetricsCache() }
  const registry: RunRegistry = new RunRegistry(shared)
  const parts: RunParts = { ...shared, registry, foreign, trash: new Trash(base.root) }
  return parts
}

/** Lets no call in once the studio is closing. */
class Gate {
  private closing: Promise<void> | undefined

  guard(api: StudioApi): StudioApi {
    const guarded = Object.entries(api).map(([name, run]) => [
      name,
      async (request: never) => {
        if (this.closing !== undefined) throw problemError('usage', 'studioClosing', {})
        return (run as (request: never) => Promise<unknown>)(request)
      },
    ])
    return Object.fromEntries(guarded) as StudioApi
  }

  close(work: () => Promise<void>): Promise<void> {
    this.closing ??= work()
    return this.closing
  }
}
