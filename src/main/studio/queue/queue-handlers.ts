import type { StudioApi } from '../../../contract/api'
import { exactRun } from '../runs/run-details'
import type { RunPublisher } from '../runs/run-publisher'
import type { Studio } from '../studio'
import type { QueueService } from './queue-service'

interface QueueParts {
  /** The data folder. */
  root: string
  studio: Studio
  service: QueueService
  publisher: RunPublisher
}

type QueueApi = Pick<StudioApi, Extract<keyof StudioApi, `queue.${string}`>>

export function queueHandlers({ root, studio, service, publisher }: QueueParts): QueueApi {
  return {
    'queue.get': () => service.refresh(),
    'queue.addRun': async (request) => {
      if (request.from !== undefined) await exactRun(root, request.from.run)
      const { run } = await studio.enqueue(request)
      await service.change(() => Promise.resolve())
      return publisher.publishCurrent(run.id)
    },
    'queue.add': async ({ run, options }) => {
      await exactRun(root, run)
      return service.change((queue) => queue.add(run, options))
    },
    'queue.move': ({ run, to }) => service.change((queue) => queue.move(run, to)),
    'queue.remove': ({ run }) => service.change((queue) => queue.remove(run)),
    'queue.retry': ({ run }) => service.change((queue) => queue.retry(run)),
    'queue.pause': ({ paused }) => service.change((queue) => queue.setPaused(paused)),
    'queue.setAtOnce': ({ atOnce }) => service.change((queue) => queue.setAtOnce(atOnce)),
  }
}
