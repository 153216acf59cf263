import type { StudioApi } from '../../../contract/api'
import type { NetTrainings } from './net-trainings'

export const netHandlers = ({
  nets,
}: {
  nets: NetTrainings
}): Pick<StudioApi, 'featureNets.get' | 'featureNets.train' | 'featureNets.cancel'> => ({
  'featureNets.get': ({ name }) => nets.get(name),
  'featureNets.train': ({ name, seed }) => nets.start(name, seed),
  'featureNets.cancel': async ({ name }) => {
    await nets.cancel(name)
    return {}
  },
})
