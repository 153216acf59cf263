import path from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { counted } from '../../contract/counted'
import { StudioError } from '../../contract/errors'
import type { EngineChoice } from '../../contract/engines'
import type { WeightsChoice } from '../../contract/generated'
import { chosenClasses } from './chosen-classes'
import type { CommandContext } from './context'
import { filled, realNumber, wholeNumber } from './flags'
import { refuseUnusableImage, refuseUsedOrUnwritable } from './output-paths'
import { addEngineFlags } from './train-commands'
import { weightsAt } from './weights-at'

interface GenerateOptions {
  count: number
  seed: number
  latentScale: number
  statistics: 'running' | 'batch'
  weights?: WeightsChoice
  class?: string
  grid?: string
  out?: string
  engine: EngineChoice
  threads: number
}

export function addGenerateCommand(program: Command, context: CommandContext): void {
  const generate = program
    .command('generate')
    .description('generate images from a checkpoint; the same seed gives the same images')
    .argument(
      '<checkpoint>',
      'a checkpoint or run folder, a run id, "latest", RUN@STEP, RUN@best, or a .safetensors file',
    )
    .option('--count <count>', 'number of images', wholeNumber('--count', 1, 1_000_000), 25)
    .option('--seed <seed>', 'seed of the random latents', wholeNumber('--seed', 0), 1)
    .option(
      '--latent-scale <factor>',
      'standard deviation of the latents: below 1 more typical images, above 1 more varied ones [0.05 to 5]',
      realNumber('--latent-scale', 0.05, 5),
      1,
    )
    .addOption(
      new Option(
        '--statistics <kind>',
        'batch-norm statistics: running averages from training, or those of the current batch',
      )
        .choices(['running', 'batch'])
        .default('running'),
    )
    .addOption(
      new Option(
        '--weights <kind>',
        'ema: the moving average of the weights; raw: the current weights, as trained; by default the average, if the run has one',
      ).choices(['ema', 'raw']),
    )
    .option(
      '--class <list>',
      'classes to make images of, for a generator trained with classes: numbers and ranges such as 3,5-7, or names, repeated in order; all by default',
      filled('--class'),
    )
    .option('--grid <file>', 'write all images to one PNG', filled('--grid'))
    .option(
      '--out <folder>',
      'write one PNG per image and a manifest to a new or empty folder',
      filled('--out'),
    )
  addEngineFlags(generate).action(async (checkpoint: string, options: GenerateOptions) => {
    const { count, seed, latentScale, statistics, weights, engine, threads, grid, out } = options
    if ((grid === undefined) === (out === undefined)) {
      const message = grid === undefined ? 'no output given' : 'two outputs given'
      const remedy = 'Give either --grid FILE.png or --out FOLDER.'
      throw new StudioError('usage', message, { remedy })
    }
    if (grid !== undefined) await refuseUnusableImage(grid)
    if (out !== undefined) await refuseUsedOrUnwritable(out)
    const { output, studio } = context
    const source = await weightsAt(checkpoint, (run) => studio().find(run))
    const classes =
      options.class === undefined ? undefined : await chosenClasses(options.class, source)
    const place =
      grid !== undefined
        ? { kind: 'grid' as const, file: path.resolve(grid) }
        : { kind: 'folder' as const, folder: path.resolve(out ?? '') }
    const origin = { source: path.resolve(source), weights, engine, threads }
    const job = { ...origin, count, seed, latentScale, statistics, classes, output: place }
    const { files, warnings, engine: used } = await studio().generate(job)
    for (const { message } of warnings) output().say(`note: ${message}`)
    output().say(`engine ${used.name} (${used.version}, ${used.device})`)
    output().result(
      `${counted(count, 'image')}: ${place.kind === 'grid' ? place.file : place.folder}`,
      {
        event: 'generated',
        files,
      },
    )
  })
}
