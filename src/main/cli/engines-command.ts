import type { Command } from 'commander'
import { counted } from '../../contract/counted'
import { mathLibraryNames } from '../../contract/engines'
import type { EngineReport, SetupMeasurement } from '../../contract/engines'
import type { CommandContext } from './context'
import { wholeNumber } from './flags'
import { formatTable } from './table'

export const MEASURING =
  'Measuring which settings train fastest on this machine. This is done only once and usually takes 5 to 20 seconds, or minutes on a busy machine.'

const heading = ['engine', 'available', 'version', 'device', 'threads', 'reason']

const rowOf = ({ name, available, info, reason, remedy }: EngineReport): string[] => [
  name,
  available ? 'yes' : 'no',
  info?.version ?? '-',
  info?.device ?? '-',
  info === undefined ? '-' : String(info.threads),
  [reason, remedy].filter((text) => text !== undefined).join('. '),
]

/** Describes a measured setup in one line. */
export function measuredText({ setup, measuredAt }: SetupMeasurement): string {
  const { threads, math } = setup
  const library = math === undefined ? '' : ` with ${mathLibraryNames[math]}`
  const when = measuredAt === undefined ? '' : `, measured on ${measuredAt.slice(0, 10)}`
  return `Fastest settings for tensorflow: ${counted(threads, 'thread')}${library}${when}.`
}

export function addEnginesCommand(program: Command, { output, studio }: CommandContext): void {
  program
    .command('engines')
    .description('list the engines, and why any of them are not available')
    .option(
      '--threads <count>',
      'number of threads; 0 = automatic',
      wholeNumber('--threads', 0, 256),
      0,
    )
    .option('--measure', 'measure again which settings train fastest; best on an idle machine')
    .action(async ({ threads, measure }: { threads: number; measure?: true }) => {
      if (measure === true) {
        output().say(
          'Measuring which settings train fastest. This usually takes 5 to 20 seconds, or minutes on a busy machine.',
        )
        await studio().measureAgain()
      }
      const { engines, measurement } = await studio().engines(threads, () =>
        output().say(MEASURING),
      )
      const table = formatTable([heading, ...engines.map(rowOf)])
      const measured = measurement === null ? [] : [measuredText(measurement)]
      output().result([...table, ...measured], { engines, measurement })
      for (const { message } of studio().measurementNotes) output().say(`note: ${message}`)
    })
}
