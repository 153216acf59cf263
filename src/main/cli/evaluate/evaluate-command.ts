import path from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { fromReport, problemError } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import { splits } from '../../../contract/evaluations/evaluation'
import type { Evaluation, Split } from '../../../contract/evaluations/evaluation'
import { MOST_GENERATED, USUAL_COUNT, USUAL_SEED } from '../../../contract/evaluations/measuring'
import type { MeasureReply } from '../../../contract/evaluations/measuring'
import type { FeatureNetChoice } from '../../../contract/feature-nets/choice'
import type { WeightsChoice } from '../../../contract/generated'
import { imageMetrics } from '../../../contract/metrics/images/image-metrics'
import { meaningOf } from '../../../contract/metrics/table'
import { onOneLine } from '../../../contract/notices'
import { onEndingSignal } from '../../process/ending-signals'
import { listCheckpoints } from '../../storage/checkpoints/checkpoints'
import type { MeasureRequest } from '../../studio/evaluations/measure-target'
import type { CommandContext } from '../context'
import { exitCodes } from '../exit-codes'
import { filled, listOf, oneOf, wholeNumber } from '../flags'
import type { Output } from '../output'
import { addEngineFlags } from '../train-commands'
import { weightsAt } from '../weights-at'
import { showMeasuring } from './evaluation-progress'
import { bestText, evaluationText } from './evaluation-text'
import { featureNet } from './net-flag'

interface Options {
  metrics?: string[]
  weights?: WeightsChoice
  net?: FeatureNetChoice
  dataset?: string
  split?: Split
  count: number
  seed: number
  floor: boolean
  allCheckpoints?: boolean
  store: boolean
  again?: boolean
  engine: EngineChoice
  threads: number
}

const keys = imageMetrics.map(({ key }) => key)

const directions = {
  lower: ' Lower is better.',
  higher: ' Higher is better.',
  neither: '',
}

/** The metrics with their meanings, as on the Quality tab. */
function metricsHelp(): string {
  const width = Math.max(...keys.map(({ length }) => length))
  const lines = imageMetrics.map(
    (metric) =>
      `  ${metric.key.padEnd(width)}  ${meaningOf(metric).en}${directions[metric.better]}`,
  )
  return `
Metrics:
${lines.join('\n')}

Examples:
  evaluate latest                            all metrics of the last run's newest checkpoint
  evaluate RUN@best --metrics fid,recall     two metrics of a run's best checkpoint
  evaluate RUN --all-checkpoints --json      all checkpoints, one JSON object per line`
}

export function addEvaluateCommand(program: Command, context: CommandContext): void {
  const evaluate = program
    .command('evaluate')
    .description(
      'measure the images of a checkpoint, as Measure on a run’s Quality tab does: FID, KID, precision, recall and others',
    )
    .argument(
      '<checkpoint>',
      'a checkpoint or run folder, a run id, "latest", RUN@STEP, RUN@best, or a .safetensors file',
    )
    .option(
      '--metrics <keys>',
      `metrics to measure, separated by commas: ${keys.join(', ')}; default: all that can be measured`,
      listOf(oneOf('--metrics', keys)),
    )
    .addHelpText('after', metricsHelp())
    .addOption(
      new Option(
        '--weights <kind>',
        'ema: the moving average of the weights; raw: the current weights, as trained; by default the average, if the run has one',
      ).choices(['ema', 'raw']),
    )
    .option(
      '--net <net>',
      'feature net: pixels, random-conv, lenet-mnist, lenet-fashion, dataset (the one trained on the data set), or a folder; by default the one that suits the data set',
      featureNet('--net'),
    )
    .option(
      '--dataset <data set>',
      'data set to compare with; by default the one that the generator was trained on',
      filled('--dataset'),
    )
    .addOption(
      new Option(
        '--split <part>',
        'real images to compare with: those held out of training, or the training images; by default those held out, if there are any',
      ).choices(splits),
    )
    .option(
      '--count <count>',
      'number of images to generate',
      wholeNumber('--count', 1, MOST_GENERATED),
      USUAL_COUNT,
    )
    .option('--seed <seed>', 'seed of the latents', wholeNumber('--seed', 0), USUAL_SEED)
    .option('--no-floor', 'do not measure the floor: the same metrics for real images')
    .option('--all-checkpoints', 'measure all checkpoints of a run')
    .option('--no-store', 'do not store the result in the run’s folder')
    .option('--again', 'measure again what has already been measured')
  addEngineFlags(evaluate).action(async (typed: string, options: Options) => {
    const { output, studio, exit } = context
    const found = await weightsAt(typed, (run) => studio().find(run))
    const sources = options.allCheckpoints === true ? await checkpointsOf(found) : [found]
    const aborter = new AbortController()
    const detach = onEndingSignal(() => aborter.abort())
    const evaluations: Evaluation[] = []
    const notStored: ErrorReport[] = []
    try {
      for (const source of sources) {
        const request = requestOf(source, options)
        const progress = showMeasuring(output())
        const watch = { onProgress: progress.show, signal: aborter.signal }
        const reply = await studio().evaluate(request, watch).finally(progress.end)
        showReply(output(), reply, options)
        evaluations.push(reply.evaluation)
        if (reply.notStored !== undefined) notStored.push(reply.notStored)
      }
      const best = bestText(evaluations)
      if (best !== undefined) output().say(best)
      if (notStored[0] !== undefined) throw fromReport(notStored[0])
    } catch (error) {
      if (!aborter.signal.aborted) throw error
      output().say('Stopped. The measurement in progress was not stored.')
      exit(exitCodes.interrupted)
    } finally {
      detach()
    }
  })
}

function requestOf(source: string, options: Options): MeasureRequest {
  const { metrics, weights, net, dataset, split, count, seed, floor, store, again } = options
  const { engine, threads } = options
  return {
    ...{ source: path.resolve(source), engine, threads, generatedCount: count, seed, floor, store },
    ...(metrics === undefined ? {} : { metrics }),
    ...(weights === undefined ? {} : { weights }),
    ...(net === undefined ? {} : { net }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(split === undefined ? {} : { split }),
    ...(again === undefined ? {} : { again }),
  }
}

/** The folders of a run's checkpoints. @throws StudioError if there are none */
async function checkpointsOf(runDir: string): Promise<string[]> {
  const found = (await listCheckpoints(runDir)).map(({ dir }) => dir)
  if (found.length > 0) return found
  throw problemError('checkpoint', 'noCheckpointYet', {}, { where: runDir })
}

function showReply(output: Output, reply: MeasureReply, { again }: Options): void {
  const { evaluation, reused, file, warnings } = reply
  for (const warning of warnings) output.say(`note: ${onOneLine(warning, 'en')}`)
  output.result(evaluationText(evaluation), { event: 'evaluation', reused, file, ...evaluation })
  if (reused && again !== true) {
    output.say(`Already measured, at ${evaluation.measuredAt}; --again measures again.`)
  } else if (file !== undefined) output.say(`Stored in ${file}`)
}
