import { fastest, MachineRoom } from './machine-room'
import { QueueRunner } from './queue-runner'
import { QueueService } from './queue-service'
import type { EventHub } from '../event-hub'
import type { RunPublisher } from '../runs/run-publisher'
import type { RunRegistry } from '../runs/run-registry'
import type { Studio } from '../studio'

interface QueuePlace {
  /** The data folder. */
  root: string
  datasetsDirs: readonly string[]
  studio: Studio
  hub: EventHub
  publisher: RunPublisher
  registry: RunRegistry
  /** Minimum milliseconds between two looks at the queue; by default a second. */
  intervalMs?: number | undefined
}

/** Creates the queue of a studio; it looks at the queue once it is started. */
export function openQueueService(place: QueuePlace): QueueService {
  const { root, studio, registry } = place
  const { queue } = studio
  const room = new MachineRoom({
    ...place,
    stamp: studio.stamp,
    secondsPerStep: (config) =>
      studio.speeds.known(config, config.engine === 'auto' ? fastest() : config.engine),
  })
  const onLooked = (): void => void service.refresh().catch(() => undefined)
  const runner = new QueueRunner({ root, queue, registry, room, onLooked })
  const service: QueueService = new QueueService({ ...place, queue, runner })
  return service
}
