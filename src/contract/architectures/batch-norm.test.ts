import { describe, expect, test } from 'vitest'
import { hyperparametersSchema, presets, storedHyperparametersSchema } from '../hyperparameters'
import { needsTwoImages } from './batch-norm'
import { networksOf } from './networks-of'
import { residualSpecs } from './testing/residual'

const of = (changes: object) => ({ ...presets.reference, ...changes })

describe('a batch of one image', () => {
  test.each([
    ['is refused with batch norm over vectors', of({}), true],
    ['is accepted with batch norm over images', of({ architecture: 'dcgan' }), false],
    [
      'is refused with batch norm over images of one pixel',
      of({ architecture: 'dcgan', imageSize: 4 }),
      true,
    ],
  ])('%s', (_, values, refused) => {
    const one = { ...values, batchSize: 1 }
    expect(needsTwoImages(networksOf(one as never))).toBe(refused)
    const { error, success } = hyperparametersSchema.safeParse(one)
    expect(success).toBe(!refused)
    if (refused) expect(error?.issues).toMatchObject([{ path: ['batchSize'], code: 'custom' }])
    expect(hyperparametersSchema.safeParse({ ...values, batchSize: 2 }).success).toBe(true)
    // Runs of earlier versions may have this batch size.
    expect(storedHyperparametersSchema.safeParse(one).success).toBe(true)
  })

  test('is refused with minibatch standard deviation', () => {
    const values = of({ architecture: 'dcgan', minibatchDeviation: 'on' })
    expect(hyperparametersSchema.safeParse(values).success).toBe(true)
    const { error } = hyperparametersSchema.safeParse({ ...values, batchSize: 1 })
    expect(error?.issues).toMatchObject([{ path: ['batchSize'], code: 'custom' }])
    expect(storedHyperparametersSchema.safeParse({ ...values, batchSize: 1 }).success).toBe(true)
  })

  test('is refused with batch norm inside residual layers, and accepted without batch norm', () => {
    const main = [{ type: 'batchNorm1d', epsilon: 1e-5, momentum: 0.1 } as const]
    const linear = {
      type: 'linear',
      features: 1,
      bias: true,
      initialisation: { type: 'uniformByInputs' },
    } as const
    const specs = networksOf(of({ architecture: 'dcgan' }) as never)
    const within = (layers: typeof main | []) => ({
      ...specs,
      discriminator: {
        ...specs.discriminator,
        input: { ...specs.discriminator.input, flattened: true } as never,
        layers: [{ type: 'residual' as const, main: layers, shortcut: [] }, linear],
      },
    })
    expect(needsTwoImages(within(main))).toBe(true)
    expect(needsTwoImages(within([]))).toBe(false)
    expect(needsTwoImages(residualSpecs)).toBe(true)
  })

  test.each([{ imageSize: 30, architecture: 'dcgan' }, { latentDim: NaN }, { channels: 'x' }])(
    'is not reported when the sizes themselves are invalid: %j',
    (invalid) => {
      const { error } = hyperparametersSchema.safeParse(of({ batchSize: 1, ...invalid }))
      expect(error?.issues.map(({ path }) => path[0])).not.toContain('batchSize')
    },
  )
})
