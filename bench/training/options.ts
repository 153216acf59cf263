import { parseArgs } from 'node:util'
import { mathLibrarySchema } from '../../src/contract/engines'
import type { EngineSetup } from '../../src/contract/engines'
import { presetNames } from '../../src/contract/hyperparameters'
import type { PresetName } from '../../src/contract/hyperparameters'

export interface TrainingOptions {
  preset: PresetName
  steps: number
  setup: EngineSetup
}

const options = {
  preset: { type: 'string' },
  steps: { type: 'string' },
  threads: { type: 'string' },
  math: { type: 'string' },
  help: { type: 'boolean' },
} as const

/**
 * Parses the flags of a benchmark that trains.
 *
 * @param purpose the first line of the help
 * @param steps the default number of steps
 * @returns undefined if help was requested and printed
 */
export function trainingOptions(
  args: string[],
  purpose: string,
  steps: number,
): TrainingOptions | undefined {
  const { values } = parseArgs({ args, options })
  if (values.help === true) {
    process.stdout.write(`${purpose}

  --preset NAME ${presetNames.join(', ')}; default reference
  --steps N     default ${steps}
  --threads N   default 1
  --math NAME   onednn or eigen
`)
    return undefined
  }
  const math = mathLibrarySchema.optional().parse(values.math)
  const preset = presetNames.find((name) => name === (values.preset ?? 'reference'))
  if (preset === undefined) throw new Error(`--preset must be one of ${presetNames.join(', ')}`)
  return {
    preset,
    steps: Number(values.steps ?? steps),
    setup: { threads: Number(values.threads ?? 1), ...(math === undefined ? {} : { math }) },
  }
}
