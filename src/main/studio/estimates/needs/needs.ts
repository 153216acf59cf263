import type { Needs } from '../../../../contract/estimate'
import { needsTwoImages } from '../../../../contract/architectures/batch-norm'
import { bytesText } from '../../../../contract/bytes'
import { networksOf } from '../../../../contract/architectures/networks-of'
import type { EngineName } from '../../../../contract/engines'
import { fromReport, problemError, toReport } from '../../../../contract/errors'
import type { StudioError } from '../../../../contract/errors'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { Plan } from '../../../../contract/problems/needs'
import { MOST_BUFFER } from '../../../disk/limits'
import type { MachineMemory } from '../../../disk/memory'
import { totalSteps } from '../../../gan/training/batches'
import { diskNeed, leastDiskNeed } from './disk-need'
import { diskAlternatives, memoryAlternatives } from './alternatives'
import { trainingMemory, WASM_CEILING } from './training-memory'
import type { Asked } from './training-memory'

export interface Machine {
  memory: MachineMemory
  /** Free bytes; null where the system does not tell. */
  disk: number | null
  /** Engines that work here. */
  engines: readonly EngineName[]
}

/**
 * How far the estimate of a process's memory may be off: only what exceeds what there is by more
 * than that is refused.
 */
const TOLERANCE = 1.25
/** From this part of what is available on, a warning is given. */
const TIGHT = 0.8

/** What a run of these settings needs, and whether the machine has it. */
export function needsOf(asked: Asked, machine: Machine): Needs {
  const memory = trainingMemory(asked).total
  const disk = diskNeedOf(asked)
  const shortMemory = memoryRefusal(asked, machine)
  const refusals = [
    shortMemory?.(
      memoryAlternatives(asked, machine.engines, (other) => fitsMemory(other, machine)),
    ),
    diskRefusal(asked, machine),
  ].filter((refusal) => refusal !== undefined)
  return {
    memory: { bytes: memory, available: machine.memory.available },
    disk: { bytes: disk, available: machine.disk },
    refusals: refusals.map(toReport),
    warnings: refusals.length > 0 ? [] : warningsOf(asked, { memory }, machine),
  }
}

/** The total of steps is at least the step from which it resumes. */
function diskNeedOf(asked: Asked): number {
  const { hyperparameters: h, resumesFrom = 0 } = asked
  return diskNeed(h, lastStepOf(asked), resumesFrom)
}

const lastStepOf = ({ hyperparameters: h, images, resumesFrom = 0 }: Asked): number =>
  Math.max(resumesFrom, totalSteps(h, images.count))

const planOf = ({ resumesFrom }: Asked): Plan => (resumesFrom === undefined ? 'new' : 'resume')

/** @throws StudioError `usage` for the first reason why the run cannot be */
export function refuseUnfit({ refusals: [refusal] }: Needs): void {
  if (refusal !== undefined) throw fromReport(refusal)
}

type Refusal = (fits: Notice[]) => StudioError

const fitsMemory = (asked: Asked, machine: Machine): boolean =>
  memoryRefusal(asked, machine) === undefined

/** The hardest limit that the settings exceed; what would fit is put in later. */
function memoryRefusal(asked: Asked, { memory }: Machine): Refusal | undefined {
  const { hyperparameters: h, images, engine } = asked
  const plan = planOf(asked)
  const pixels = images.count * h.channels * h.imageSize ** 2
  if (pixels > MOST_BUFFER) {
    const limit = { needed: bytesText(pixels), available: bytesText(MOST_BUFFER) }
    const given = { ...limit, images: images.count }
    return (fits) => unfit('datasetMemoryTooSmall', { ...given, plan, fits }, 'imageSize')
  }
  const { total, heap } = trainingMemory(asked)
  if (engine === 'wasm' && heap > WASM_CEILING) {
    const given = { engine, needed: bytesText(heap), available: bytesText(WASM_CEILING) }
    return (fits) => unfit('engineMemoryTooSmall', { ...given, plan, fits }, 'engine')
  }
  const needed = bytesText(total)
  if (total > TOLERANCE * memory.total) {
    const given = { needed, available: bytesText(memory.total) }
    return (fits) => unfit('machineTooSmall', { ...given, plan, fits })
  }
  if (!memory.exact || total <= TOLERANCE * memory.available) return undefined
  const given = { needed, available: bytesText(memory.available) }
  return (fits) => unfit('memoryTooSmall', { ...given, plan, fits })
}

function diskRefusal(asked: Asked, { disk }: Machine) {
  const need = leastDiskNeed(asked.hyperparameters, lastStepOf(asked), asked.resumesFrom)
  if (disk === null || need <= disk) return undefined
  const given = { needed: bytesText(need), available: bytesText(disk), plan: planOf(asked) }
  return unfit('diskTooSmall', given)
}

/** For the whole run, although the user may intend to stop it early. */
function diskWarning(asked: Asked, disk: number): Notice | undefined {
  const need = diskNeedOf(asked)
  const given = { needed: bytesText(need), available: bytesText(disk), plan: planOf(asked) }
  if (need <= TIGHT * disk) return undefined
  if (need <= disk) return notice('diskTight', given)
  const fits = diskAlternatives(asked, (other) => diskNeedOf(other) <= disk)
  return notice('diskRunsOut', { ...given, fits })
}

function warningsOf(asked: Asked, need: { memory: number }, { memory, disk }: Machine): Notice[] {
  const plan = planOf(asked)
  // Of a run that trains already it is known.
  const warnings = plan === 'new' ? loneLastImage(asked) : []
  const { engine } = asked
  const { heap } = trainingMemory(asked)
  if (engine === 'wasm' && heap > TIGHT * WASM_CEILING) {
    const given = { engine, needed: bytesText(heap), available: bytesText(WASM_CEILING), plan }
    warnings.push(notice('engineMemoryTight', given))
  }
  const have = memory.exact ? memory.available : memory.total
  if (need.memory > TIGHT * have) {
    const given = { needed: bytesText(need.memory), available: bytesText(have), plan }
    warnings.push(notice('memoryTight', given))
  }
  const diskTight = disk === null ? undefined : diskWarning(asked, disk)
  if (diskTight !== undefined) warnings.push(diskTight)
  return warnings
}

/** A last batch of one image, which batch norm cannot normalise; PyTorch stops with an error there. */
function loneLastImage({ hyperparameters: h, images: { count } }: Asked): Notice[] {
  const lone = (batchSize: number): boolean => batchSize > 1 && count % batchSize === 1
  if (!lone(h.batchSize) || !needsTwoImages(networksOf(h))) return []
  let other = h.batchSize - 1
  while (lone(other) || other < 2) other = other < 2 ? h.batchSize + 1 : other - 1
  return [notice('lastBatchOfOne', { images: count, batchSize: h.batchSize, other })]
}

const unfit = <C extends Parameters<typeof problemError>[1]>(
  problem: C,
  given: Parameters<typeof problemError<C>>[2],
  where?: string,
): StudioError => problemError('usage', problem, given, { where })
