import { describe, expect, test } from 'vitest'
import { networksOf } from '../../../../contract/architectures/networks-of'
import type { LayerSpec, NetworkSpecs } from '../../../../contract/architectures/spec'
import { ownNetworksSchema, settingsOf } from '../../../../contract/architectures/own-networks'
import { tinyNetworks, tinyWith } from '../../../../contract/testing/tiny-networks'
import type { EngineName } from '../../../../contract/engines'
import { hyperparametersSchema, presets } from '../../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { explain } from '../../../../contract/notices'
import { languages } from '../../../../contract/language'
import { needsOf, refuseUnfit } from './needs'
import type { Machine } from './needs'
import { trainingMemory } from './training-memory'
import type { NeedSettings, ImagesOnDisk } from './training-memory'

const GB = 1e9
const MIB = 2 ** 20
const mnist: ImagesOnDisk = { count: 60_000, width: 28, height: 28, channels: 1 }
const few: ImagesOnDisk = { ...mnist, count: 2048 }

const machine = (available = 8 * GB, disk: number | null = 100 * GB): Machine => ({
  memory: { total: 16 * GB, available, exact: true },
  disk,
  engines: ['tensorflow', 'wasm', 'cpu'],
  bfloat16: true,
})
const settingsWith = (
  changes: Partial<Hyperparameters> = {},
  rest: Partial<NeedSettings> = {},
): NeedSettings => ({
  hyperparameters: { ...presets.reference, ...changes },
  images: few,
  engine: 'wasm',
  compile: true,
  ...rest,
})
const codes = (needs: ReturnType<typeof needsOf>) => ({
  refusals: needs.refusals.map(({ problem }) => problem?.code),
  warnings: needs.warnings.map(({ problem }) => problem?.code),
})

const large = { imageSize: 128, channels: 3 }
const dcgan = { ...presets.dcgan }
/** Peaks (VmHWM) in MiB of trainers on Linux x64, two threads, with a checkpoint written. */
const measured: [peak: number, NeedSettings][] = [
  [598, settingsWith({}, { engine: 'tensorflow' })],
  [631, settingsWith({}, { engine: 'tensorflow', images: mnist })],
  [1873, settingsWith({ imageSize: 64, channels: 3 }, { engine: 'tensorflow' })],
  [6276, settingsWith(large, { engine: 'tensorflow' })],
  [5214, settingsWith({ imageSize: 96, channels: 3 }, { engine: 'tensorflow', images: mnist })],
  [834, settingsWith({ batchSize: 2048 }, { engine: 'tensorflow', images: mnist })],
  [716, settingsWith({ ...dcgan, batchSize: 512 }, { engine: 'tensorflow' })],
  [1753, settingsWith({ ...dcgan, ...large }, { engine: 'tensorflow' })],
  [1586, settingsWith({ ...dcgan, imageSize: 96 }, { engine: 'tensorflow', images: mnist })],
  [4748, settingsWith(large, { engine: 'tensorflow', compile: false })],
  [1541, settingsWith({ imageSize: 64, channels: 3 }, { engine: 'tensorflow', compile: false })],
  [318, settingsWith({}, { images: mnist })],
  [1005, settingsWith({ imageSize: 64, channels: 3 })],
  [3375, settingsWith(large)],
  [5806, settingsWith({ imageSize: 160, channels: 3 })],
  [3509, settingsWith({ imageSize: 96, channels: 3 }, { images: mnist })],
  [343, settingsWith({ ...dcgan, batchSize: 512 })],
  [1162, settingsWith({ ...dcgan, ...large })],
  [1095, settingsWith({ ...dcgan, imageSize: 96 }, { images: mnist })],
  [912, settingsWith({ imageSize: 64, channels: 3 }, { engine: 'cpu' })],
  [363, settingsWith({ ...dcgan, batchSize: 256 }, { engine: 'cpu' })],
  [501, settingsWith(dcgan, { engine: 'tensorflow' })],
  [570, settingsWith(dcgan, { engine: 'tensorflow', images: mnist })],
  [783, settingsWith({ ...dcgan, batchSize: 512 }, { engine: 'tensorflow', images: mnist })],
  [674, settingsWith({ batchSize: 1024 }, { engine: 'tensorflow' })],
  [699, settingsWith({ ...dcgan, batchSize: 512 }, { engine: 'tensorflow', compile: false })],
  [214, settingsWith()],
  [277, settingsWith({ batchSize: 1024 })],
  [380, settingsWith({ batchSize: 2048 }, { images: mnist })],
  [174, settingsWith(dcgan)],
  [276, settingsWith(dcgan, { images: mnist })],
  [436, settingsWith({ ...dcgan, batchSize: 512 }, { images: mnist })],
  [289, settingsWith({}, { engine: 'cpu', images: mnist })],
]

describe('the estimate of memory', () => {
  test.each(measured)('is close to a measured peak of %i MiB', (peak, settings) => {
    const { total } = trainingMemory(settings)
    expect(total / MIB / peak).toBeGreaterThan(0.8)
    expect(total / MIB / peak).toBeLessThan(1.25)
  })

  test.each([
    [160, []],
    [172, ['engineMemoryTooSmall']],
    [184, ['engineMemoryTooSmall']],
    [256, ['engineMemoryTooSmall']],
  ])(
    'of wasm matches its memory limit: an MLP of %i x %i x 3 is accepted if it was seen to train',
    (size, seen) => {
      const plenty = { ...machine(), memory: { total: 999 * GB, available: 999 * GB, exact: true } }
      expect(
        codes(needsOf(settingsWith({ imageSize: size, channels: 3 }), plenty)).refusals,
      ).toEqual(seen)
    },
  )

  test('grows with batches, images and networks', () => {
    for (const engine of ['tensorflow', 'wasm', 'cpu'] as const) {
      let before = 0
      for (const [batchSize, imageSize] of [
        [2, 8],
        [64, 8],
        [64, 28],
        [512, 28],
        [512, 64],
        [8192, 256],
      ] as const) {
        const { total } = trainingMemory(settingsWith({ batchSize, imageSize }, { engine }))
        expect(total).toBeGreaterThan(before)
        before = total
      }
    }
  })
})

interface Fit {
  problem: { code: string; given: { value: number; engine: EngineName } }
}

describe('a run that does not fit', () => {
  const hopeless = settingsWith({ imageSize: 256, channels: 3, batchSize: 512 }, { images: few })

  test.each([
    ['more than wasm can use', hopeless, machine(900 * GB), 'engineMemoryTooSmall'],
    ['more memory than is available', settingsWith(large), machine(2 * GB), 'memoryTooSmall'],
    [
      'more memory than the machine has',
      settingsWith(large, { engine: 'tensorflow' }),
      { ...machine(), memory: { total: 4 * GB, available: 1 * GB, exact: false } },
      'machineTooSmall',
    ],
    [
      'more images than a buffer holds',
      settingsWith({ imageSize: 256 }, { images: { ...mnist, count: 70_000 } }),
      machine(900 * GB),
      'datasetMemoryTooSmall',
    ],
    [
      'more disk than is free',
      settingsWith({ keepCheckpoints: 0 }, { images: mnist }),
      machine(8 * GB, GB / 100),
      'diskTooSmall',
    ],
  ])('%s is reported in both languages', (_, settings, here, code) => {
    const needs = needsOf(settings, here)
    expect(codes(needs)).toEqual({ refusals: [code], warnings: [] })
    expect(() => refuseUnfit(needs)).toThrow(expect.objectContaining({ code: 'usage' }))
    for (const language of languages) {
      const { message, remedy } = explain(needs.refusals[0] ?? { message: '' }, language)
      expect(message).toMatch(/\d (GB|MB)/)
      expect(remedy).toMatch(/\S{5}/)
      expect(`${message}${remedy ?? ''}`).not.toContain('undefined')
    }
  })

  test('because of its images can train if they need not be in memory', () => {
    const images = { ...mnist, count: 70_000, memoryBudget: GB }
    const settings = settingsWith({ ...dcgan, imageSize: 256 }, { images, engine: 'tensorflow' })
    const huge = { ...settings, images: { ...images, count: 100_000_000 } }
    for (const each of [settings, huge]) {
      expect(codes(needsOf(each, machine(12 * GB))).refusals).toEqual([])
    }
    const { memoryBudget: _, ...all } = images
    const inMemory = needsOf({ ...settings, images: all }, machine(12 * GB))
    expect(codes(inMemory).refusals).toEqual(['datasetMemoryTooSmall'])
    // The order of the images and their labels.
    const more = trainingMemory(huge).total - trainingMemory(settings).total
    expect(more).toBe(10 * (100_000_000 - 70_000))
  })

  test('comes with alternatives, each of which fits', () => {
    const needs = needsOf(hopeless, machine(12 * GB))
    const { problem } = needs.refusals[0] ?? {}
    const fits = problem?.given['fits'] as unknown as Fit[]
    expect(fits.length).toBeGreaterThan(0)
    for (const { problem: fit } of fits) {
      const changes: Record<string, Partial<NeedSettings> | undefined> = {
        fitsBatchSize: {
          hyperparameters: { ...hopeless.hyperparameters, batchSize: fit.given.value },
        },
        fitsImageSize: {
          hyperparameters: { ...hopeless.hyperparameters, imageSize: fit.given.value },
        },
        fitsGrey: { hyperparameters: { ...hopeless.hyperparameters, channels: 1 } },
        fitsEngine: { engine: fit.given.engine },
      }
      const changed = { ...hopeless, ...changes[fit.code] }
      expect(hyperparametersSchema.safeParse(changed.hyperparameters).success).toBe(true)
      expect(needsOf(changed, machine(12 * GB)).refusals).toEqual([])
    }
  })

  test('is only warned about if it would fill the disk later, with alternatives that fit', () => {
    const endless = settingsWith({ keepCheckpoints: 0, sampleInterval: 400 }, { images: mnist })
    const here = machine(8 * GB, GB)
    const needs = needsOf(endless, here)
    expect(codes(needs)).toEqual({ refusals: [], warnings: ['diskRunsOut'] })
    const fits = needs.warnings[0]?.problem?.given['fits'] as unknown as Fit[]
    const kept = fits.find(({ problem }) => problem.code === 'fitsKeptCheckpoints')
    const keepCheckpoints = Number(kept?.problem.given.value)
    const fewer = { ...endless, hyperparameters: { ...endless.hyperparameters, keepCheckpoints } }
    expect(needsOf(fewer, here).disk.bytes).toBeLessThanOrEqual(GB)
  })

  test('is not assumed where the run fits, or may fit', () => {
    expect(codes(needsOf(settingsWith(), machine()))).toEqual({ refusals: [], warnings: [] })
    const { total } = trainingMemory(settingsWith())
    expect(codes(needsOf(settingsWith(), machine(total * 0.9)))).toEqual({
      refusals: [],
      warnings: ['memoryTight'],
    })
    // macOS counts caches as used.
    const vague = { total: 16 * GB, available: GB / 10, exact: false }
    expect(needsOf(settingsWith(), { ...machine(), memory: vague }).refusals).toEqual([])
    expect(needsOf(settingsWith(), machine(8 * GB, null)).refusals).toEqual([])
  })
})

describe('a last batch of one image', () => {
  const images = { ...few, count: 129 }

  test('causes a warning that suggests a batch size without one', () => {
    for (const batchSize of [2, 4, 8, 64, 128]) {
      const needs = needsOf(settingsWith({ batchSize }, { images }), machine())
      expect(codes(needs)).toEqual({ refusals: [], warnings: ['lastBatchOfOne'] })
      const other = needs.warnings[0]?.problem?.given['other']
      const changed = needsOf(settingsWith({ batchSize: Number(other) }, { images }), machine())
      expect(codes(changed).warnings).toEqual([])
    }
  })

  test('suggests a larger batch if every smaller one leaves one image too', () => {
    for (const [count, batchSize] of [
      [7, 2],
      [13, 3],
      [61, 5],
      [2521, 8],
    ] as const) {
      const needs = needsOf(settingsWith({ batchSize }, { images: { ...few, count } }), machine())
      const other = Number(needs.warnings[0]?.problem?.given['other'])
      expect(other).toBeGreaterThan(batchSize)
      expect(count % other).not.toBe(1)
    }
  })

  test('causes no warning for a data set of one image', () => {
    const one = needsOf(
      settingsWith({ batchSize: 64 }, { images: { ...few, count: 1 } }),
      machine(),
    )
    expect(codes(one).warnings).toEqual([])
  })

  test('does not matter for batch norm over images', () => {
    const needs = needsOf(settingsWith({ ...dcgan, batchSize: 64 }, { images }), machine())
    expect(needs.warnings).toEqual([])
  })
})

describe('a learning rate far above any usual one', () => {
  test('causes a warning with a usual one, before a run but not when it resumes', () => {
    for (const learningRate of [0.0021, 0.05, 1]) {
      const needs = needsOf(settingsWith({ learningRate }), machine())
      expect(codes(needs)).toEqual({ refusals: [], warnings: ['learningRateHigh'] })
      const usual = Number(needs.warnings[0]?.problem?.given['usual'])
      expect(needsOf(settingsWith({ learningRate: usual }), machine()).warnings).toEqual([])
      const resumed = settingsWith({ learningRate }, { resumesFrom: 10 })
      expect(needsOf(resumed, machine()).warnings).toEqual([])
    }
    expect(needsOf(settingsWith({ learningRate: 0.002 }), machine()).warnings).toEqual([])
  })
})

describe('plain gradient descent', () => {
  test('causes a warning at a rate that is usual for Adam only, before a new run', () => {
    const warningsOf = (changes: Partial<Hyperparameters>, rest: Partial<NeedSettings> = {}) =>
      codes(needsOf(settingsWith({ optimiser: 'sgd', ...changes }, rest), machine())).warnings
    expect(warningsOf({ learningRate: 0.0002 })).toEqual(['learningRateLow'])
    expect(warningsOf({ learningRate: 0.0009 })).toEqual(['learningRateLow'])
    expect(warningsOf({ learningRate: 0.0002 }, { resumesFrom: 1 })).toEqual([])
    expect(warningsOf({ learningRate: 0.001 })).toEqual([])
    expect(warningsOf({ learningRate: 0.5 })).toEqual([])
    const own = { learningRate: 0.05, discriminatorLearningRate: 0.0002 }
    expect(warningsOf(own)).toEqual(['learningRateLow'])
    const rising = { learningRateSchedule: 'linear', learningRateEnd: 0.05 } as const
    expect(warningsOf({ learningRate: 0.0002, ...rising })).toEqual([])
    expect(warningsOf({ optimiser: 'rmsProp', learningRate: 0.0002 })).toEqual([])
  })
})

describe('bfloat16', () => {
  test('names the remedy that works: float32 first where there is no tensorflow engine', () => {
    const refusalOf = (rest: Partial<NeedSettings>, engines: EngineName[]) =>
      needsOf(settingsWith({ precision: 'bfloat16' }, rest), { ...machine(), engines }).refusals[0]
    const here = refusalOf({ engine: 'wasm' }, ['tensorflow', 'wasm', 'cpu'])
    expect(here?.problem?.code).toBe('bfloat16Engine')
    expect(here?.remedy).toMatch(/^Choose the tensorflow engine/)
    const without = refusalOf({ engine: 'wasm' }, ['wasm', 'cpu'])
    expect(without?.problem?.code).toBe('bfloat16EngineMissing')
    expect(without?.remedy).toMatch(/^Train in float32/)
    expect(without?.where).toBe('precision')
    const resumed = refusalOf({ engine: 'wasm', resumesFrom: 4 }, ['wasm', 'cpu'])
    expect(resumed?.remedy).not.toContain('float32,')
    expect(resumed?.where).toBeUndefined()
  })
})

describe('the Wasserstein loss', () => {
  test('causes a warning unless something limits the gradient of D', () => {
    const warningsOf = (changes: Partial<Hyperparameters>) =>
      codes(needsOf(settingsWith({ loss: 'wasserstein', ...changes }), machine())).warnings
    expect(warningsOf({})).toEqual(['scoresUnlimited'])
    expect(warningsOf({ weightClip: 0.01 })).toEqual([])
    expect(warningsOf({ penalty: 'gradientPenalty' })).toEqual([])
    expect(warningsOf({ loss: 'hinge' })).toEqual([])
    for (const architecture of ['dcgan', 'resnet'] as const) {
      const norm = { architecture, discriminatorNorm: 'spectral' } as const
      expect(warningsOf(norm)).toEqual([])
      expect(warningsOf({ ...norm, conditioning: 'projection' })).toEqual([])
    }
  })

  test('goes by the layers of a run’s own networks', () => {
    const spectral = networksOf({ ...dcgan, discriminatorNorm: 'spectral' })
    const plain = networksOf(dcgan)
    const own = (networks: NetworkSpecs, norm: 'none' | 'spectral') => {
      const wasserstein = { ...dcgan, loss: 'wasserstein', architecture: 'custom' } as const
      const settings = settingsWith({ ...wasserstein, discriminatorNorm: norm }, { networks })
      return codes(needsOf(settings, machine())).warnings
    }
    expect(own(spectral, 'none')).toEqual([])
    expect(own(plain, 'spectral')).toEqual(['scoresUnlimited'])
    const { discriminator } = spectral
    const [first, ...others] = discriminator.layers
    const partly = [{ ...first, spectralNorm: false } as LayerSpec, ...others]
    const half = { ...spectral, discriminator: { ...discriminator, layers: partly } }
    expect(own(half, 'none')).toEqual(['scoresUnlimited'])
  })
})

describe('settings that the run is too short for', () => {
  // 32 steps per epoch.
  const warningsOf = (changes: Partial<Hyperparameters>, rest: Partial<NeedSettings> = {}) =>
    codes(needsOf(settingsWith({ epochs: 2, ...changes }, rest), machine())).warnings

  test.each<[string, Partial<Hyperparameters>, Partial<Hyperparameters>]>([
    ['warmUpTooLong', { warmUp: 2.5 }, { warmUp: 2 }],
    ['warmUpTooLong', { warmUp: 1, steps: 31 }, { warmUp: 1, steps: 32 }],
    [
      'schedulesTooLong',
      { learningRateSchedule: 'linear', scheduleEnd: 3 },
      { learningRateSchedule: 'linear', scheduleEnd: 2 },
    ],
    ['stepOutlastsEpoch', { discriminatorSteps: 33 }, { discriminatorSteps: 32 }],
    ['penaltyOnce', { penalty: 'r1', penaltyInterval: 64 }, { penalty: 'r1', penaltyInterval: 63 }],
  ])('cause the warning %s before a new run', (code, long, short) => {
    expect(warningsOf(long)).toEqual([code])
    expect(warningsOf(short)).toEqual([])
    expect(warningsOf(long, { resumesFrom: 1 })).toEqual([])
  })

  test('include those of a learning rate of 0, also when a run is trained longer', () => {
    const decayed = { learningRateSchedule: 'linear', scheduleEnd: 2 } as const
    for (const rest of [{}, { resumesFrom: 64 }]) {
      expect(warningsOf({ ...decayed, epochs: 3 }, rest)).toEqual(['rateStaysZero'])
      expect(warningsOf(decayed, rest)).toEqual([])
      expect(warningsOf({ ...decayed, epochs: 3, learningRateEnd: 1e-5 }, rest)).toEqual([])
    }
    expect(warningsOf({ ...decayed, scheduleEnd: 0 })).toEqual([])
    expect(warningsOf({ scheduleEnd: 1 })).toEqual([])
    // The end of a run with a step limit is a fraction of an epoch.
    const limited = { ...decayed, scheduleEnd: 33 / 32, epochs: 9 }
    expect(warningsOf({ ...limited, steps: 33 })).toEqual([])
    expect(warningsOf({ ...limited, steps: 34 })).toEqual(['rateStaysZero'])
  })

  test('cause none if they do not apply', () => {
    expect(warningsOf({ scheduleEnd: 9 })).toEqual([])
    expect(warningsOf({ penalty: 'none', penaltyInterval: 100 })).toEqual([])
    expect(warningsOf({ penalty: 'r1', penaltyInterval: 4, steps: 1 })).toEqual([])
  })
})

test('needs are whole numbers of bytes, with every engine and size', () => {
  for (const engine of ['tensorflow', 'wasm', 'cpu'] as const) {
    for (const compile of [true, false]) {
      for (const batchSize of [1, 63, 64, 1000]) {
        const settings = settingsWith({ ...large, batchSize }, { engine, compile })
        const { memory, disk } = needsOf(settings, machine())
        expect({ memory: memory.bytes % 1, disk: disk.bytes % 1 }).toEqual({ memory: 0, disk: 0 })
      }
    }
  }
})

test('networks from a file that are too large are named by their largest layer', () => {
  const [first, ...rest] = tinyNetworks.discriminator.layers.slice(2)
  const wide: unknown[] = [
    { type: 'linear', features: 60_000 },
    { type: 'linear', features: 60_000 },
  ]
  const file = tinyWith('discriminator', { layers: [first, ...wide, ...rest] })
  const networks = ownNetworksSchema.parse(file)
  const sizes = { ...settingsOf(networks), batchSize: 16 }
  for (const engine of ['wasm', 'tensorflow'] as const) {
    const [refusal] = needsOf(settingsWith(sizes, { networks, engine }), machine()).refusals
    expect(refusal?.problem?.code).toBe('ownNetworksTooLarge')
    const layer = 'discriminator, layer 3 (linear), with 3,600,060,000 weights'
    expect(refusal?.remedy).toContain(layer)
    expect(refusal && explain(refusal, 'zh-CN').remedy).toContain('判别器，第 3 层（linear）')
  }
})
