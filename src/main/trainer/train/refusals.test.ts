import { expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { refuseHugeNetworks, refuseOtherCounts } from './refusals'

const from = { code: 'checkpoint', where: '/runs/x/run.json' } as const

it.each([[{ imageSize: 5000 }], [{ imageSize: 2 ** 40 }], [{ latentDim: 1e12 }]])(
  'networks that cannot be are refused by name: %j',
  (changes) => {
    const hyperparameters = { ...presets.reference, ...changes }
    expect(() => refuseHugeNetworks({ hyperparameters }, from)).toThrow(
      expect.objectContaining({ ...from, message: expect.stringContaining('does not fit') }),
    )
  },
)

it.each(Object.entries(presets))('%s fits', (_, hyperparameters) => {
  expect(() => refuseHugeNetworks({ hyperparameters }, { ...from, memory: 2 ** 30 })).not.toThrow()
  expect(() => refuseHugeNetworks({ hyperparameters }, { ...from, memory: 2 ** 20 })).toThrow()
})

it('update counts must match the step', () => {
  const check =
    (generator: number, discriminator: number, batches = 1) =>
    () =>
      refuseOtherCounts({ step: 7, optimizerSteps: { generator, discriminator } }, { batches }, 'x')
  expect(check(7, 7)).not.toThrow()
  expect(check(7, 14, 2)).not.toThrow()
  expect(check(8, 7)).toThrow("generator's optimiser made 8 updates, not 7")
  expect(check(7, 0)).toThrow("discriminator's optimiser made 0 updates, not 7")
  expect(check(7, 7, 2)).toThrow('not 14')
})
