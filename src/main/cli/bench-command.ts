import type { Command } from 'commander'
import { engineNames } from '../../contract/engines'
import type { EngineName } from '../../contract/engines'
import { presetNames } from '../../contract/hyperparameters'
import { precisions } from '../../contract/recipe/precision'
import type { Precision } from '../../contract/recipe/precision'
import { benchTable } from './bench-table'
import type { CommandContext } from './context'
import { listOf, oneOf, wholeNumber } from './flags'
import { findPreset } from './preset-flag'

interface Options {
  model: string
  batch?: number
  precision: Precision
  engines: EngineName[]
  rounds: number
  threads: number
  torchThreads: number[]
  torchCompile: boolean
  generate: number
}

export function addBenchCommand(program: Command, context: CommandContext): void {
  program
    .command('bench')
    .description('time a training step on every engine, and in PyTorch if it is installed')
    .option(
      '--model <preset>',
      `preset to train: ${presetNames.join(', ')}, one of yours, or a preset file`,
      'reference',
    )
    .option(
      '--batch <size>',
      "images per step; default: the preset's",
      wholeNumber('--batch', 1, 8192),
    )
    .option(
      '--precision <name>',
      `${precisions.join(' or ')}; bfloat16 is compared with PyTorch's autocast`,
      oneOf('--precision', precisions),
      'float32',
    )
    .option(
      '--engines <names>',
      'engines to time, separated by commas',
      listOf(oneOf('--engines', engineNames)),
      [...engineNames],
    )
    .option(
      '--rounds <count>',
      'number of rounds, in each of which the engines take turns',
      wholeNumber('--rounds', 1, 1000),
      8,
    )
    .option(
      '--threads <count>',
      'number of threads; 0 = automatic',
      wholeNumber('--threads', 0, 256),
      0,
    )
    .option(
      '--torch-threads <counts>',
      'PyTorch thread counts, separated by commas; ratios are relative to the fastest',
      listOf(wholeNumber('--torch-threads', 1, 256)),
      [1, 2],
    )
    .option(
      '--torch-compile',
      'also time PyTorch with torch.compile, which needs a C++ compiler',
      false,
    )
    .option(
      '--generate <images>',
      'images to generate per round; 0 = none',
      wholeNumber('--generate', 0, 1_000_000),
      0,
    )
    .action(async ({ model, batch, ...options }: Options) => {
      const { output, studio, torchScript } = context
      const say = (text: string): void => output().say(text)
      const found = await findPreset(model, context.dataFolder(), '--model')
      const batchSize = batch ?? found.hyperparameters.batchSize
      const preset = { ...found, hyperparameters: { ...found.hyperparameters, batchSize } }
      const rows = await studio().bench({ ...options, preset, torchScript, say })
      output().result(benchTable(rows), { bench: rows })
      if (rows.every(({ ratio }) => ratio === undefined)) {
        say('There are no ratios, because PyTorch was not timed.')
      }
    })
}
