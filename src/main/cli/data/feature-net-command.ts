import type { Command } from 'commander'
import { grouped } from '../../../contract/counted'
import type { EngineChoice } from '../../../contract/engines'
import { onOneLine } from '../../../contract/notices'
import { onEndingSignal } from '../../process/ending-signals'
import type { CommandContext } from '../context'
import { exitCodes } from '../exit-codes'
import { wholeNumber } from '../flags'
import { addEngineFlags } from '../train-commands'
import { showNetTraining } from './net-progress'

interface Flags {
  engine: EngineChoice
  threads: number
  seed: number
}

export function addFeatureNetCommand(data: Command, context: CommandContext): void {
  const { output, studio, exit } = context
  const command = data
    .command('feature-net')
    .description('train a feature net on a data set, to measure the images of its runs')
    .argument('<data set>', 'name of a data set with labels')
    .option('--seed <n>', 'random seed', wholeNumber('--seed', 0), 1)
  addEngineFlags(command).action(async (name: string, flags: Flags) => {
    const progress = showNetTraining(output())
    const training = await studio().trainFeatureNet(name, flags, (at) => progress.show(at))
    let interrupted = false
    const detach = onEndingSignal(() => {
      interrupted = true
      void training.cancel()
    })
    try {
      const { notes, ...net } = await training.done.finally(() => progress.end())
      for (const note of notes) output().say(`note: ${onOneLine(note, 'en')}`)
      output().result(resultLines(net), { event: 'featureNet', net })
    } catch (error) {
      if (!interrupted) throw error
      output().say('Interrupted. Nothing was stored.')
      exit(exitCodes.interrupted)
    } finally {
      detach()
    }
  })
}

type Net = Omit<
  Awaited<Awaited<ReturnType<ReturnType<CommandContext['studio']>['trainFeatureNet']>>['done']>,
  'notes'
>

function resultLines({ title, trainedOn, test }: Net): string[] {
  const part =
    test.part === 'holdOut'
      ? `${grouped(test.images)} held-out images`
      : `${grouped(test.images)} images (a tenth), which it was not trained on`
  return [
    `Stored “${title}”, trained on ${grouped(trainedOn.images)} images.`,
    `Its accuracy is ${(100 * test.accuracy).toFixed(2)} % on ${part}.`,
  ]
}
