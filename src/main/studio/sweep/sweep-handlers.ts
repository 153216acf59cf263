import type { StudioApi } from '../../../contract/api'
import type { SweepView } from '../../../contract/sweep/commands'
import type { Sweep } from '../../../contract/sweep/document'
import type { EventHub } from '../event-hub'
import type { SweepService } from './sweep-service'
import type { Sweeps } from './sweeps'
import { sweepView } from './view'

interface SweepHandlerParts {
  studio: { sweeps: Sweeps }
  hub: EventHub
  service: SweepService
}

type SweepApi = Pick<StudioApi, Extract<keyof StudioApi, `sweeps.${string}`>>

export function sweepHandlers({ studio: { sweeps }, hub, service }: SweepHandlerParts): SweepApi {
  const changed = async (change: Promise<Sweep>): Promise<SweepView> => {
    const sweep = await change
    service.publish(sweep)
    // If this fails, the next regular look tries again.
    void service.look().catch(() => undefined)
    return sweepView(sweep)
  }
  return {
    'sweeps.list': async () => {
      const { sweeps: stored, warnings } = await sweeps.list()
      return { sweeps: stored.map((sweep) => sweepView(sweep).summary), warnings }
    },
    'sweeps.get': async ({ id }) => sweepView(await sweeps.get(id)),
    'sweeps.outline': ({ spec }) => sweeps.outline(spec),
    'sweeps.create': ({ spec }) => changed(sweeps.create(spec)),
    'sweeps.stop': ({ id }) => changed(sweeps.setStopped(id, true)),
    'sweeps.resume': ({ id }) => changed(sweeps.setStopped(id, false)),
    'sweeps.retry': ({ id }) => changed(sweeps.retry(id)),
    'sweeps.extend': ({ id, spec }) => changed(sweeps.extend(id, spec)),
    'sweeps.continue': ({ id, candidate }) => changed(sweeps.continue(id, candidate)),
    'sweeps.delete': async ({ id }) => {
      await sweeps.delete(id)
      hub.emit({ type: 'sweepRemoved', id })
      return {}
    },
  }
}
