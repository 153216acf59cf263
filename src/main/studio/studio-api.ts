import { resolve } from 'node:path'
import type { StudioApi } from '../../contract/api'
import type { NumberedEvent } from '../../contract/events'
import { problemError, StudioError } from '../../contract/errors'
import type { Notice } from '../../contract/notices'
import type { RunSummary } from '../../contract/summary'
import { openPreferences } from '../storage/preferences/preferences'
import type { PreferencesStore } from '../storage/preferences/preferences'
import { evaluationHandlers } from './evaluations/evaluation-handlers'
import { neighbourHandlers } from './evaluations/neighbour-handlers'
import { EventHub } from './event-hub'
import { knownHandlers } from './datasets/known/known-handlers'
import { datasetHandlers } from './datasets/dataset-handlers'
import { DatasetsWatch } from './datasets/datasets-watch'
import { netHandlers } from './datasets/net-handlers'
import { NetTrainings } from './datasets/net-trainings'
import { Thumbnails } from './datasets/thumbnails'
import { keepTidy } from './datasets/tidy'
import type { ForeignRuns } from './runs/foreign/foreign-runs'
import { followForeign, watchRuns } from './runs/foreign/follow-foreign'
import { ForeignSessions } from './runs/foreign/foreign-sessions'
import { Gate } from './gate'
import { generalHandlers } from './general-handlers'
import { generateHandlers } from './generation/generate-handlers'
import { GeneratedImages } from './generation/generated-images'
import { GeneratorChild } from './generation/generator-child'
import { MetricsCache } from './metrics/metrics-cache'
import { preferenceHandlers } from './preference-handlers'
import { findResource } from './resources'
import type { Resource } from './resources'
import { datasetsDirectory } from '../storage/datasets/paths'
import { noteInterruptions } from '../storage/runs/run-list'
import type { OnEnded } from './runs/live-runs'
import { exactRun, heldElsewhere, summaryOf } from './runs/run-details'
import { runHandlers } from './runs/run-handlers'
import type { RunParts } from './runs/run-handlers'
import { RunPublisher } from './runs/run-publisher'
import { RunRegistry } from './runs/run-registry'
import { RunSizes } from './runs/run-sizes'
import { queueHandlers } from './queue/queue-handlers'
import { openQueueService } from './queue/open-queue-service'
import type { QueueService } from './queue/queue-service'
import { sweepHandlers } from './sweep/sweep-handlers'
import { SweepService } from './sweep/sweep-service'
import { Studio } from './studio'
import type { StudioOptions } from './studio'
import { Trash } from './runs/trash'
import { Uploads } from './generation/uploads'

export interface StudioApiOptions extends StudioOptions {
  host: 'electron' | 'web'
  version: string
  /** Defaults to `preferences.json` in the data folder. */
  preferences?: PreferencesStore
  /** Seconds a trainer may take to save and end when the studio closes, before it is killed. */
  stopTimeoutSeconds?: number
  /**
   * Minimum milliseconds between two looks at what other processes change; by default one second for
   * runs and three for data sets.
   */
  lookEveryMs?: number | undefined
  /** Shows a folder in the system's file manager. @returns an error message; empty on success */
  openFolder?: (dir: string) => Promise<string>
}

/** In seconds: enough for the largest checkpoint and a step of the slowest engine. */
const STOP_TIMEOUT_SECONDS = 60

/** The studio as a service that implements the contract, for a host to expose. */
export interface StudioService {
  readonly api: StudioApi
  /** The number of the last event. */
  readonly sequence: number
  /** True while a run is training or starting here. */
  readonly training: boolean
  /** Warnings from the start, such as unreadable preferences. */
  readonly warnings: readonly Notice[]
  readonly queue: QueueService
  readonly sweeps: SweepService
  /** @param handle must not throw @returns ends the subscription */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void
  /** @param path relative to `/resources/`, decoded @returns undefined for an unknown path */
  resource(path: string): Promise<Resource | undefined>
  /**
   * Stops every live run with a checkpoint and ends all child processes.
   *
   * @param onEnded called for each live run when it has ended
   * @throws StudioError `training`, after everything is closed, if a trainer hung and had to be
   *   killed
   */
  close(onEnded?: OnEnded): Promise<void>
}

/** @throws StudioError `storage` if the preferences cannot be read */
export async function createStudioApi(options: StudioApiOptions): Promise<StudioService> {
  const root = resolve(options.root)
  const opened = options.preferences === undefined ? await openPreferences(root) : undefined
  const preferences = options.preferences ?? opened?.store
  if (preferences === undefined) throw new StudioError('internal', 'there are no preferences')
  const studio = new Studio({ ...options, root })
  const hub = new EventHub()
  const runs = composeRuns({ root, studio, hub, openFolder: options.openFolder }, options)
  const child = new GeneratorChild(options.launch, () => studio.knownSetup)
  const images = new GeneratedImages()
  const uploads = new Uploads(child)
  const data = composeDatasets({ studio, hub, root }, options.lookEveryMs)
  const settings = () => preferences.read().settings
  const { host, version, datasetsDirs, stopTimeoutSeconds = STOP_TIMEOUT_SECONDS } = options
  const { registry, queue } = runs
  const sweeps = new SweepService({ ...runs, intervalMs: options.lookEveryMs })
  const general = { root, datasetsDirs, host, version, studio, registry, hub, preferences }
  const interruptionsNoted = noteInterruptions(root)
  const endTidying = keepTidy(root)
  queue.start()
  sweeps.start()
  const gate = new Gate()
  return {
    api: gate.guard({
      ...generalHandlers(general),
      ...runHandlers(runs),
      ...queueHandlers({ ...runs, service: queue }),
      ...sweepHandlers({ studio, hub, service: sweeps }),
      ...preferenceHandlers(preferences, hub),
      ...generateHandlers({ root, child, images, uploads, settings }),
      ...evaluationHandlers({ root, studio, hub, settings }),
      ...neighbourHandlers({ root, studio, hub, settings }),
      ...datasetHandlers(data),
      ...knownHandlers(data),
      ...netHandlers(data),
    }),
    get sequence() {
      return hub.sequence
    },
    get training() {
      return registry.busy
    },
    queue,
    sweeps,
    warnings: opened?.warning === undefined ? [] : [opened.warning],
    subscribe: (handle) => hub.subscribe(handle),
    resource: (resourcePath) => findResource(resourcePath, { root, images, ...data }),
    close: (onEnded = () => undefined) =>
      gate.close(async () => {
        queue.runner.close()
        const sweepsClosed = sweeps.close()
        const [hung] = await Promise.all([
          registry.stopAll(stopTimeoutSeconds, onEnded),
          child.close(),
          studio.evaluator.close(),
          data.sources.close(),
          data.fetches.close(),
          data.imports.close(),
          data.nets.close(),
          studio.speeds.cancel(),
          interruptionsNoted,
          queue.runner.closed(),
          sweepsClosed,
        ])
        queue.stop()
        runs.sizes.close()
        runs.watch.stop()
        data.watch.stop()
        runs.foreign.close()
        endTidying()
        if (hung.length === 0) return
        const where = hung.map(({ name }) => name).join(', ')
        throw problemError('training', 'trainerHung', { seconds: stopTimeoutSeconds }, { where })
      }),
  }
}

/** Creates the parts that manage runs, which refer to each other. */
function composeRuns(
  base: Pick<RunParts, 'root' | 'studio' | 'hub' | 'openFolder'>,
  { lookEveryMs: intervalMs, datasetsDirs }: StudioApiOptions,
): RunParts {
  const live = (id: string): RunSummary | undefined => registry.get(id)?.summary
  const stored = async (id: string): Promise<RunSummary> =>
    summaryOf(parts, await exactRun(base.root, id))
  const publisher = new RunPublisher(base.hub, { live, stored })
  // Ignore runs that have been deleted in the meantime.
  const sizes = new RunSizes((id) => {
    if (!foreign.publishChange(id)) void publisher.publishCurrent(id).catch(() => undefined)
  })
  const sessions = new ForeignSessions()
  const shared = { ...base, publisher, sizes, sessions, metrics: new MetricsCache() }
  const registry: RunRegistry = new RunRegistry(shared)
  const find = (id: string) => exactRun(base.root, id)
  const others = { ...shared, registry, find, heldElsewhere, intervalMs }
  const foreign: ForeignRuns = followForeign(others)
  const watch = watchRuns(others, foreign)
  base.hub.whenHeard({
    begin: () => watch.start(),
    end: () => {
      watch.stop()
      foreign.close()
    },
  })
  const trash = new Trash(base.root)
  const queue = openQueueService({ ...shared, registry, datasetsDirs, intervalMs })
  const parts: RunParts = { ...shared, registry, foreign, watch, trash, queue }
  return parts
}

/** Creates the parts that manage data sets. */
function composeDatasets(
  { studio, hub, root }: { studio: Studio; hub: EventHub; root: string },
  intervalMs: number | undefined,
) {
  const { datasets: stored, sources } = studio
  const thumbnails = new Thumbnails()
  const changed = (): void => {
    thumbnails.forget()
    hub.emit({ type: 'datasets' })
  }
  const imports = studio.imports({
    onChange: (summary) => hub.emit({ type: 'import', import: summary }),
    onEnded: (id, dataset) => {
      hub.emit({ type: 'importEnded', id, dataset })
      if (dataset !== null) changed()
    },
  })
  const fetches = studio.fetches(imports, (event) => hub.emit(event))
  const nets = new NetTrainings({
    stored,
    begin: (name, choice, onProgress) => studio.trainFeatureNet(name, choice, onProgress),
    onChange: (training) => hub.emit({ type: 'featureNet', training }),
  })
  const datasetsDir = datasetsDirectory(root)
  const importChanged = (id: string) => imports.publish(id)
  const watch = new DatasetsWatch({ datasetsDir, changed, importChanged, intervalMs })
  hub.whenHeard({ begin: () => watch.start(), end: () => watch.stop() })
  return { stored, imports, fetches, nets, sources, thumbnails, changed, watch, datasetsDir }
}
