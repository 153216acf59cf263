import { describe, expect, it } from 'vitest'
import { defaultOptions, exampleSettings } from '../../../contract/architectures/architecture'
import type { Architecture, NetworkSettings } from '../../../contract/architectures/architecture'
import { architectureNames, architectures } from '../../../contract/architectures/architectures'
import { stateOf } from '../../../contract/architectures/state'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import { recogniseGenerator } from './recognise'

/** Weights with the right names and shapes. */
const weightsOf = (spec: NetworkSpec): Map<string, HostTensor> =>
  new Map(
    stateOf(spec).map(({ name, shape, dtype }) => {
      const none = { F32: new Float32Array(), I64: new BigInt64Array() }
      return [name, { dtype, shape, data: none[dtype] } as HostTensor]
    }),
  )

const refusal = (state: StateDict, known?: Record<string, Architecture>) => {
  try {
    recogniseGenerator(state, 'here.safetensors', known)
  } catch (error) {
    return error
  }
  throw new Error('it was not refused')
}

describe.each(Object.entries<Architecture>(architectures))('bare weights of %s', (name, kind) => {
  const all: NetworkSettings[] = [4, 28, 32, 300].flatMap((imageSize, i) =>
    [1, 128, imageSize].map((latentDim, j) =>
      exampleSettings(kind, { latentDim, imageSize, channels: (i + j) % 2 === 0 ? 1 : 3 }),
    ),
  )

  it('reveal their sizes, whatever these are', () => {
    for (const each of all) {
      const spec = kind.networks(each).generator
      const known = recogniseGenerator(weightsOf(spec), 'here')
      const { latentDim, imageSize, channels } = each
      expect(known).toMatchObject({ architecture: name, latentDim, imageSize, channels, spec })
    }
  })

  it('reveal their width and levels', () => {
    for (const [baseWidth, levels] of [
      [1, 1],
      [48, 3],
      [64, 5],
    ] as const) {
      const settings = { ...exampleSettings(kind), baseWidth, levels, imageSize: 64 }
      const spec = kind.networks(settings).generator
      expect(recogniseGenerator(weightsOf(spec), 'here').spec).toEqual(spec)
    }
  })

  it('reveal whether and how the generator takes labels, and the number of classes', () => {
    const inputs = kind.options?.includes('labelInput') ? ['embedding', 'batchNorm'] : ['embedding']
    for (const labelInput of inputs as ('embedding' | 'batchNorm')[]) {
      for (const classes of [2, 10, 200]) {
        const settings: NetworkSettings = {
          ...exampleSettings(kind, { latentDim: 32, imageSize: 32, channels: 3 }),
          ...{ conditioning: 'projection', classes, labelInput },
        }
        const spec = kind.networks(settings).generator
        expect(recogniseGenerator(weightsOf(spec), 'here').spec).toEqual(spec)
      }
    }
  })

  it('are rejected if any tensor is missing, added or of another shape', () => {
    const sizes = exampleSettings(kind, { latentDim: 6, imageSize: 8, channels: 1 })
    const spec = kind.networks(sizes).generator
    const whole = weightsOf(spec)
    // Only some tensors, because searching for the closest generator is slow.
    for (const [key, tensor] of [...whole].filter(
      ([, { dtype }], i) => dtype === 'I64' || i % 5 === 0,
    )) {
      const without = new Map(whole)
      without.delete(key)
      if (tensor.dtype === 'I64') expect(recogniseGenerator(without, 'here').spec).toEqual(spec)
      else expect(refusal(without)).toMatchObject({ code: 'checkpoint' })
      const longer = { ...tensor, shape: [...tensor.shape, 1] }
      expect(refusal(new Map([...whole, [key, longer]]))).toMatchObject({ code: 'checkpoint' })
    }
    const more = new Map([...whole, ['model.99.weight', whole.get('model.0.weight') as HostTensor]])
    expect(refusal(more)).toMatchObject({
      code: 'checkpoint',
      remedy: expect.stringContaining(architectureNames.join(', ')),
    })
  })
})

it('weights of other kinds of networks, or an empty file, are rejected', () => {
  for (const state of [weightsOf(residualSpecs.generator), new Map<string, HostTensor>()]) {
    expect(refusal(state)).toMatchObject({ problem: { code: 'notAGenerator' } })
  }
})

describe.each(Object.entries<Architecture>(architectures))('names of %s', (_, kind) => {
  const spec = kind.networks(
    exampleSettings(kind, { latentDim: 6, imageSize: 8, channels: 3 }),
  ).generator
  const whole = weightsOf(spec)
  const renamed = (rename: (name: string) => string): StateDict =>
    new Map([...whole].map(([name, tensor]) => [rename(name), tensor]))

  it.each(['module.', '_orig_mod.', 'generator.', 'module.generator.', 'model.model.', 'a.b.c.'])(
    'open with the prefix %s, and have their usual names then',
    (prefix) => {
      const known = recogniseGenerator(
        renamed((name) => prefix + name),
        'here',
      )
      expect(known.spec).toEqual(spec)
      expect(known.state).toEqual(whole)
    },
  )

  it.each(['', 'net.', 'module.main.'])('open with "%s" instead of "model."', (prefix) => {
    const state = renamed((name) => name.replace(/^model\./, prefix))
    expect(recogniseGenerator(state, 'here').state).toEqual(whole)
  })

  it('do not open if only some have the prefix, or prefixes differ', () => {
    const [first] = whole.keys()
    for (const prefix of ['module.', 'x', '.']) {
      const state = renamed((name) => (name === first ? prefix + name : name))
      expect(refusal(state)).toMatchObject({ code: 'checkpoint' })
    }
  })

  it('lists shapes that differ, only a few and shortened', () => {
    const [, [first, tensor] = ['', undefined]] = whole
    const { shape } = tensor as HostTensor
    const longer = { ...(tensor as HostTensor), shape: [...shape, 1] }
    const message = (state: StateDict): string => (refusal(state) as Error).message
    const other = message(new Map([...whole, [first, longer]]))
    expect(other).toContain(`expected ${first} [${shape.join(', ')}]`)
    expect(other).toContain(`found ${first} [${longer.shape.join(', ')}]`)
    const long = 'q'.repeat(100_000)
    const added = message(new Map([...whole, [long, longer]]))
    expect(added).toMatch(/found q+…q+ \[/)
    const many = Array.from({ length: 3000 }, (_, i) => [`n.${i}`, longer] as const)
    expect(message(new Map([...whole, ...many]))).toContain('and 2,996 more')
    for (const text of [added, message(new Map(many))]) expect(text.length).toBeLessThan(1000)
  })
})

describe('a registered architecture', () => {
  /** Only convolutions: the weights are the same for any image size. */
  const sizeless: Architecture = {
    label: { en: 'Made up', zh: '虚构' },
    meaning: { en: 'Made up.', zh: '虚构。' },
    networks: ({ latentDim, imageSize: size, channels }) => ({
      generator: {
        input: { type: 'latent', size: latentDim },
        layers: [
          { type: 'unflatten', channels: latentDim, size: 1 },
          {
            type: 'convTranspose2d',
            ...{ channels, kernel: 4, stride: size, padding: 0, outputPadding: size - 4 },
            ...{ bias: true, initialisation: { type: 'uniformByInputs' } },
          },
        ],
        output: { type: 'image', channels, size },
      },
      discriminator: residualSpecs.discriminator,
    }),
    conflict: {
      imageSize: (size) => (size < 4 || size > 6 ? { en: 'No.', zh: '否。' } : undefined),
    },
  }

  it('is recognised without additional code, unless its weights are ambiguous', () => {
    const sizes = { ...defaultOptions, latentDim: 3, imageSize: 5, channels: 1 }
    const state = weightsOf(sizeless.networks(sizes).generator)
    const only5: Architecture = {
      ...sizeless,
      conflict: { imageSize: (size) => (size === 5 ? undefined : { en: 'No.', zh: '否。' }) },
    }
    expect(recogniseGenerator(state, 'here', { only5 })).toMatchObject({
      architecture: 'only5',
      ...sizes,
    })
    expect(refusal(state, { sizeless })).toMatchObject({
      code: 'checkpoint',
      message:
        'these weights fit more than one generator: ' +
        [4, 5, 6]
          .map((size) => `sizeless with latents of 3 and images of 1 x ${size} x ${size}`)
          .join('; '),
    })
  })
})
