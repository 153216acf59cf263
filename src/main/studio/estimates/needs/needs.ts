import type { Needs } from '../../../../contract/estimate'
import { needsTwoImages } from '../../../../contract/architectures/batch-norm'
import { largestLayer } from '../../../../contract/architectures/largest-layer'
import { bytesText } from '../../../../contract/bytes'
import { isSpectrallyNormed } from '../../../../contract/architectures/spectral-norm'
import { idleWarning, lengthWarnings } from './length-warnings'
import { networksOfRun } from '../../../../contract/architectures/networks-of'
import type { EngineName } from '../../../../contract/engines'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { fromReport, problemError, toReport } from '../../../../contract/errors'
import type { StudioError } from '../../../../contract/errors'
import { isRateFarTooHigh, lowerRate } from '../../../../contract/lower-rate'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { Need, Plan } from '../../../../contract/problems/needs'
import { bfloat16Obstacle } from '../../../../contract/recipe/precision'
import { MAX_BUFFER_BYTES } from '../../../disk/limits'
import type { MachineMemory } from '../../../disk/memory'
import { totalSteps } from '../../../../contract/run-length'
import { diskNeed, leastDiskNeed } from './disk-need'
import { diskAlternatives, memoryAlternatives } from './alternatives'
import { imagesInMemory, trainingMemory, WASM_CEILING } from './training-memory'
import type { NeedSettings } from './training-memory'

export interface Machine {
  memory: MachineMemory
  /** Free bytes; null if the system does not report it. */
  disk: number | null
  /** Engines that work here. */
  engines: readonly EngineName[]
  /** Whether the processor or the GPU has bfloat16 arithmetic. */
  bfloat16: boolean
}

/**
 * How far the memory estimate may be off: a run is only refused if it exceeds the limit by this
 * factor.
 */
const TOLERANCE = 1.25
/** Usage above this fraction of what is available causes a warning. */
const TIGHT = 0.8

/** Computes what a run with these settings needs, and whether the machine has it. */
export function needsOf(settings: NeedSettings, machine: Machine): Needs {
  const memory = trainingMemory(settings).total
  const disk = diskNeedOf(settings)
  const tooLittleMemory = memoryRefusal(settings, machine)
  const refusals = [
    bfloat16Refusal(settings, machine),
    tooLittleMemory?.(
      memoryAlternatives(settings, machine.engines, (other) => fitsMemory(other, machine)),
    ),
    diskRefusal(settings, machine),
  ].filter((refusal) => refusal !== undefined)
  return {
    memory: { bytes: memory, available: machine.memory.available },
    disk: { bytes: disk, available: machine.disk },
    refusals: refusals.map(toReport),
    warnings: refusals.length > 0 ? [] : warningsOf(settings, { memory }, machine),
  }
}

function bfloat16Refusal(
  settings: NeedSettings,
  { bfloat16, engines }: Machine,
): StudioError | undefined {
  const { hyperparameters, engine: name, compile } = settings
  if (hyperparameters.precision === 'float32') return undefined
  const plan = planOf(settings)
  // A resumed run cannot change its precision.
  const where = plan === 'new' ? 'precision' : undefined
  const obstacle = bfloat16Obstacle({
    ...{ engine: name, compile, bfloat16 },
    tensorflow: engines.includes('tensorflow'),
  })
  return obstacle && needError(obstacle, { name, plan }, where)
}

function diskNeedOf(settings: NeedSettings): number {
  return diskNeed(settings, lastStepOf(settings), settings.resumesFrom)
}

const lastStepOf = ({ hyperparameters: h, images, resumesFrom = 0 }: NeedSettings): number =>
  Math.max(resumesFrom, totalSteps(h, images.count))

const planOf = ({ resumesFrom }: NeedSettings): Plan =>
  resumesFrom === undefined ? 'new' : 'resume'

/** @throws StudioError `usage` for the first refusal, if any */
export function refuseUnfit({ refusals: [refusal] }: Needs): void {
  if (refusal !== undefined) throw fromReport(refusal)
}

type Refusal = (fits: Notice[]) => StudioError

const fitsMemory = (settings: NeedSettings, machine: Machine): boolean =>
  memoryRefusal(settings, machine) === undefined

/** The strictest memory limit that the settings exceed; the caller fills in what would fit. */
function memoryRefusal(settings: NeedSettings, { memory }: Machine): Refusal | undefined {
  const { hyperparameters: h, images, engine } = settings
  const plan = planOf(settings)
  const pixels = imagesInMemory(h, images)
  if (pixels !== undefined && pixels > MAX_BUFFER_BYTES) {
    const limit = { needed: bytesText(pixels), available: bytesText(MAX_BUFFER_BYTES) }
    const given = { ...limit, images: images.count }
    return (fits) => needError('datasetMemoryTooSmall', { ...given, plan, fits }, 'imageSize')
  }
  const { total, heap } = trainingMemory(settings)
  const needed = bytesText(total)
  if (engine === 'wasm' && heap > WASM_CEILING) {
    const given = { needed: bytesText(heap), available: bytesText(WASM_CEILING) }
    return (fits) =>
      ownNetworksRefusal(settings, given, fits) ??
      needError('engineMemoryTooSmall', { engine, ...given, plan, fits }, 'engine')
  }
  if (total > TOLERANCE * memory.total) {
    const given = { needed, available: bytesText(memory.total) }
    return (fits) =>
      ownNetworksRefusal(settings, given, fits) ??
      needError('machineTooSmall', { ...given, plan, fits })
  }
  if (!memory.exact || total <= TOLERANCE * memory.available) return undefined
  const given = { needed, available: bytesText(memory.available) }
  return (fits) =>
    ownNetworksRefusal(settings, given, fits) ??
    needError('memoryTooSmall', { ...given, plan, fits })
}

/** The refusal of networks from a file that no single setting would make fit. */
function ownNetworksRefusal(
  settings: NeedSettings,
  given: Need,
  fits: readonly Notice[],
): StudioError | undefined {
  const { networks } = settings
  if (networks === undefined || fits.length > 0 || planOf(settings) === 'resume') return undefined
  return needError('ownNetworksTooLarge', { ...given, layer: largestLayer(networks) }, 'networks')
}

function diskRefusal(settings: NeedSettings, { disk }: Machine) {
  const need = leastDiskNeed(settings, lastStepOf(settings), settings.resumesFrom)
  if (disk === null || need <= disk) return undefined
  const given = { needed: bytesText(need), available: bytesText(disk), plan: planOf(settings) }
  return needError('diskTooSmall', given)
}

/** Warns about the disk need of the whole run, even though the user may stop it early. */
function diskWarning(settings: NeedSettings, disk: number): Notice | undefined {
  const need = diskNeedOf(settings)
  const given = { needed: bytesText(need), available: bytesText(disk), plan: planOf(settings) }
  if (need <= TIGHT * disk) return undefined
  if (need <= disk) return notice('diskTight', given)
  const fits = diskAlternatives(settings, (other) => diskNeedOf(other) <= disk)
  return notice('diskRunsOut', { ...given, fits })
}

function warningsOf(
  settings: NeedSettings,
  need: { memory: number },
  { memory, disk }: Machine,
): Notice[] {
  const plan = planOf(settings)
  // A resumed run had these warnings when it started.
  const warnings =
    plan === 'new'
      ? [
          ...[...rateWarning(settings), ...criticWarning(settings)],
          ...[...lengthWarnings(settings), ...lastBatchWarning(settings)],
        ]
      : []
  warnings.push(...idleWarning(settings, plan))
  const { engine } = settings
  const { heap } = trainingMemory(settings)
  if (engine === 'wasm' && heap > TIGHT * WASM_CEILING) {
    const given = { engine, needed: bytesText(heap), available: bytesText(WASM_CEILING), plan }
    warnings.push(notice('engineMemoryTight', given))
  }
  const available = memory.exact ? memory.available : memory.total
  if (need.memory > TIGHT * available) {
    const given = { needed: bytesText(need.memory), available: bytesText(available), plan }
    warnings.push(notice('memoryTight', given))
  }
  const diskTight = disk === null ? undefined : diskWarning(settings, disk)
  if (diskTight !== undefined) warnings.push(diskTight)
  return warnings
}

/**
 * Warns about a last batch of one image, which batch norm cannot normalise; PyTorch raises an error
 * there.
 */
function lastBatchWarning(settings: NeedSettings): Notice[] {
  const { hyperparameters: h, images } = settings
  const { count } = images
  const leavesOne = (batchSize: number): boolean => batchSize > 1 && count % batchSize === 1
  // A batch larger than the data set is refused anyway.
  if (!leavesOne(h.batchSize) || count < h.batchSize) return []
  if (!needsTwoImages(networksOfRun(settings))) return []
  let other = h.batchSize - 1
  while (other > 1 && leavesOne(other)) other--
  // A batch of all images leaves none, so this ends.
  if (other < 2) for (other = h.batchSize + 1; leavesOne(other);) other++
  return [notice('lastBatchOfOne', { images: count, batchSize: h.batchSize, other })]
}

const finalRateOf = (h: Hyperparameters): number =>
  h.learningRateSchedule === 'constant' ? 0 : h.learningRateEnd

/** Any penalty, weight clipping and spectral norm all limit D's gradient. */
function criticWarning(settings: NeedSettings): Notice[] {
  const { loss, penalty, weightClip } = settings.hyperparameters
  if (loss !== 'wasserstein' || penalty !== 'none' || weightClip > 0) return []
  const { discriminator } = networksOfRun(settings)
  return isSpectrallyNormed(discriminator) ? [] : [notice('scoresUnlimited', {})]
}

/** Below this learning rate, plain gradient descent trains almost nothing. */
const LOW_SGD_RATE = 0.001

/** Plain gradient descent needs rates that would be far too high for the other optimisers. */
function rateWarning({ hyperparameters: h }: NeedSettings): Notice[] {
  if (h.optimiser === 'sgd') {
    // 0 for the discriminator stands for the generator's.
    const rates = [Math.max(h.learningRate, finalRateOf(h)), h.discriminatorLearningRate]
    const low = rates.find((rate) => rate > 0 && rate < LOW_SGD_RATE)
    return low === undefined ? [] : [notice('learningRateLow', { rate: low })]
  }
  const rate = Math.max(h.learningRate, h.discriminatorLearningRate, finalRateOf(h))
  return isRateFarTooHigh(rate, h.optimiser)
    ? [notice('learningRateHigh', { rate, usual: lowerRate(rate, h.optimiser) })]
    : []
}

const needError = <C extends Parameters<typeof problemError>[1]>(
  problem: C,
  given: Parameters<typeof problemError<C>>[2],
  where?: string,
): StudioError => problemError('usage', problem, given, { where })
