import { enableProdMode } from '@tensorflow/tfjs-core'
import { asNotice, problemError, StudioError, toReport } from '../../contract/errors'
import { engineNames } from '../../contract/engines'
import type { EngineChoice, EngineName, EngineReport, EngineSetup } from '../../contract/engines'
import type { Precision } from '../../contract/recipe/precision'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type { EngineOptions, OpenEngine, OpenEngineFunction } from './engine'
import { openCpu } from './cpu'
import { openTensorflow } from './tensorflow/open'
import { openWasm } from './wasm/open'

const openers: Record<EngineName, OpenEngineFunction> = {
  tensorflow: openTensorflow,
  wasm: openWasm,
  cpu: openCpu,
}

export interface Opened {
  engine: OpenEngine
  /** Why the engines that `auto` would have preferred are not used. */
  notes: Notice[]
}

/**
 * Opens the requested engine. `auto` uses the fastest that loads and notes why faster ones did not.
 * A named engine that is not available is an error with a remedy.
 */
export async function openEngine(
  choice: EngineChoice,
  threads: number,
  setup?: EngineSetup,
  precision?: Precision,
): Promise<Opened> {
  enableProdMode()
  const options = { threads, setup, precision }
  if (choice !== 'auto') return { engine: await openNamed(choice, options), notes: [] }
  const notes: Notice[] = []
  for (const name of engineNames) {
    try {
      return { engine: await openNamed(name, options), notes }
    } catch (error) {
      notes.push(notice('engineNotUsed', { name, why: asNotice(error) }))
    }
  }
  throw problemError('engine', 'noEngineStarts', { why: notes })
}

async function openNamed(name: EngineName, options: EngineOptions): Promise<OpenEngine> {
  try {
    return await openers[name](options)
  } catch (error) {
    if (error instanceof StudioError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw problemError('engine', 'engineDoesNotStart', { name, why: message }, { cause: error })
  }
}

/** Tries every engine and reports its details, or why it is not available. */
export async function probeEngines(options: EngineOptions): Promise<EngineReport[]> {
  const reports: EngineReport[] = []
  for (const name of engineNames) {
    try {
      const { info } = await openNamed(name, options)
      reports.push({ name, available: true, info })
    } catch (error) {
      const { message: reason, remedy, problem } = toReport(error)
      const why = {
        reason,
        ...(remedy === undefined ? {} : { remedy }),
        ...(problem === undefined ? {} : { problem }),
      }
      reports.push({ name, available: false, ...why })
    }
  }
  return reports
}
