import type { Command } from 'commander'
import { StudioError } from '../../contract/errors'

/**
 * Refuses a flag that is given twice with different values, under one name or two: which of them
 * was meant is anyone's guess.
 *
 * @param typed how each flag was typed, by its own name
 */
export function refuseContradictions(
  commands: readonly Command[],
  typed: ReadonlyMap<string, readonly string[]>,
): void {
  for (const command of commands) {
    for (const option of command.options) {
      let earlier: string | undefined
      command.on(`option:${option.name()}`, (value: string | null | undefined) => {
        if (typeof value !== 'string') return
        if (earlier !== undefined && !sameValue(earlier, value)) {
          throw contradiction(typed.get(option.long ?? '') ?? [], [earlier, value])
        }
        earlier = value
      })
    }
  }
}

const sameValue = (a: string, b: string): boolean => a === b || Number(a) === Number(b)

function contradiction(flags: readonly string[], values: readonly string[]): StudioError {
  const names = [...new Set(flags)]
  const what =
    names.length > 1
      ? `${names.join(' and ')} are the same setting, and have different values`
      : `${names[0] ?? 'a flag'} is given twice, with different values`
  return new StudioError('usage', `${what}: ${values.join(' and ')}`, {
    remedy: 'Give it once.',
  })
}
