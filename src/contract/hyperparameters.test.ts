import { describe, expect, it } from 'vitest'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparametersSchema,
  presets,
} from './hyperparameters'

describe('the hyperparameters', () => {
  it('start as the reference has them', () => {
    expect(presets.reference).toMatchObject({
      epochs: 50,
      batchSize: 64,
      learningRate: 0.0002,
      beta1: 0.5,
      beta2: 0.999,
      latentDim: 100,
      imageSize: 28,
      channels: 1,
      sampleInterval: 400,
    })
  })

  it('accept their own defaults', () => {
    expect(hyperparametersSchema.parse(presets.reference)).toEqual(presets.reference)
  })

  it.each(hyperparameterNames)('%s refuses what is outside its range', (name) => {
    const spec = hyperparameters[name]
    const outside = spec.kind === 'choice' ? ['no such'] : [spec.min - 1, spec.max + 1, NaN, '1']
    for (const value of outside) {
      expect(hyperparametersSchema.safeParse({ ...presets.reference, [name]: value }).success).toBe(
        false,
      )
    }
  })

  it('of a time before there were architectures are those of an mlp', () => {
    const { architecture, ...older } = presets.reference
    expect(architecture).toBe('mlp')
    expect(hyperparametersSchema.parse(older)).toEqual(presets.reference)
  })

  it('let a dcgan have sizes that two halvings leave whole, and no others', () => {
    const allows = (imageSize: number, architecture: 'mlp' | 'dcgan') =>
      hyperparametersSchema.safeParse({ ...presets.reference, architecture, imageSize }).success
    expect([4, 28, 32, 64].every((size) => allows(size, 'dcgan'))).toBe(true)
    expect([5, 6, 27, 30].some((size) => allows(size, 'dcgan'))).toBe(false)
    expect([5, 6, 27, 30].every((size) => allows(size, 'mlp'))).toBe(true)
  })

  it('refuse a name they do not know', () => {
    const unknown = { ...presets.reference, momentum: 0.9 }
    expect(hyperparametersSchema.safeParse(unknown).success).toBe(false)
  })

  it('are documented as they are', async () => {
    const rows = Object.entries(hyperparameters).map(([name, spec]) => {
      const flag = `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`
      const also = 'referenceName' in spec ? `, \`--${spec.referenceName}\`` : ''
      const range =
        spec.kind === 'choice' ? spec.schema.options.join(', ') : `${spec.min} to ${spec.max}`
      const unit = spec.kind === 'choice' ? '' : spec.unit
      return `| ${spec.label} | \`${flag}\`${also} | ${spec.default} | ${range} | ${unit} | ${spec.meaning} |`
    })
    const page = [
      '# Hyperparameters',
      '',
      'Written from `src/contract/hyperparameters.ts`; `npx vitest run src/contract -u` renews it.',
      '',
      '| Name | Flags | Default | Range | Unit | Meaning |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
    await expect(page).toMatchFileSnapshot('../../docs/hyperparameters.md')
  })
})
