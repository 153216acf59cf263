import { parseArgs } from 'node:util'
import { mathLibrarySchema } from '../../src/contract/engines'
import type { EngineSetup } from '../../src/contract/engines'

export interface TrainingOptions {
  steps: number
  setup: EngineSetup
}

const options = {
  steps: { type: 'string' },
  threads: { type: 'string' },
  math: { type: 'string' },
  help: { type: 'boolean' },
} as const

/**
 * The flags of a benchmark that trains.
 *
 * @param purpose what it does, for its help
 * @param steps if none are given
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

  --steps N     ${steps} if left out
  --threads N   1 if left out
  --math NAME   onednn or eigen
`)
    return undefined
  }
  const math = mathLibrarySchema.optional().parse(values.math)
  return {
    steps: Number(values.steps ?? steps),
    setup: { threads: Number(values.threads ?? 1), ...(math === undefined ? {} : { math }) },
  }
}
