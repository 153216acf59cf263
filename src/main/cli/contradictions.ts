import type { Command } from 'commander'
import { StudioError } from '../../contract/errors'

/**
 * Rejects two aliases of one flag with different values. If the same name is given twice, the last
 * one wins, as usual: scripts append flags.
 *
 * @param typed the spellings used for each flag, by its canonical name
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
        const names = [...new Set(typed.get(option.long ?? ''))]
        if (names.length > 1 && earlier !== undefined && !sameValue(earlier, value)) {
          throw contradiction(names, [earlier, value])
        }
        earlier = value
      })
    }
  }
}

const sameValue = (a: string, b: string): boolean => a === b || Number(a) === Number(b)

function contradiction(names: readonly string[], values: readonly string[]): StudioError {
  const what = `${names.join(' and ')} are the same setting but have different values`
  return new StudioError('usage', `${what}: ${values.join(' and ')}`, {
    remedy: 'Use only one of them.',
  })
}
