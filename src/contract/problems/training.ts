import { counted, grouped } from '../counted'
import { measured } from '../magnitude'
import { labelIn } from '../metrics/table'
import type { NotFinite } from './files'

/* Problems during training, and how training ends; see ../problems.ts. */

const lower = () => 'Start a new run with a lower learning rate or another seed.'
const intact = () =>
  'Resume the run to continue from its last checkpoint, or from the start if it has none.'

/** Earlier versions stored the digits as text. */
type HugeLoss = number | string

export const trainingProblems = {
  /** Used by version 0.1.0; its failed runs still contain it. */
  lossesDiverged: {
    message: ({ step, lossD, lossG }: { step: number; lossD: string; lossG: string }) =>
      `training diverged: at step ${grouped(step)} the losses are D ${lossD}, G ${lossG}`,
    remedy: lower,
  },
  metricsDiverged: {
    message: ({ step, values }: { step: number; values: string }) =>
      `training diverged at step ${grouped(step)}: ${values}`,
    remedy: lower,
  },
  metricValue: {
    message: ({ key, value }: { key: string; value: string }) => `${labelIn(key, 'en')} ${value}`,
  },
  weightsDiverged: {
    message: ({ step, name, count, of }: NotFinite & { step: number }) =>
      `training diverged: after step ${grouped(step)}, ${grouped(count)} of the ${grouped(of)} values of ${name} are NaN or infinite`,
    remedy: lower,
  },
  imagesDiverged: {
    message: ({ step, count, of }: { step: number; count: number; of: number }) =>
      `training diverged: at step ${grouped(step)}, ${grouped(count)} of the ${grouped(of)} sample images have NaN or infinite pixels`,
    remedy: lower,
  },
  metricNotFinite: {
    message: ({ name, value, step }: { name: string; value: string; step: number }) =>
      `${name} became ${value} at step ${grouped(step)}`,
    remedy: lower,
  },
  generatorCollapsed: {
    message: ({ why }: { why: string }) => `the generator appears to have collapsed: ${why}`,
    remedy: lower,
  },
  tooFewSteps: {
    message: ({ steps }: { steps: number }) =>
      `finished after ${counted(steps, 'step')}: too short for recognisable images`,
    remedy: () => 'Train longer.',
  },
  imagesAlike: { message: () => 'the images of the last grid are nearly identical' },
  generatorLossHuge: {
    message: ({ loss }: { loss: HugeLoss }) =>
      `${labelIn('lossG', 'en')} stays around ${measured(Number(loss), 0, 'en')}`,
  },
  trainerKilled: {
    message: () => 'the training process was killed; the machine may have run out of memory',
    remedy: intact,
  },
  trainerCrashed: {
    message: ({ signal }: { signal: string }) => `the training process crashed (${signal})`,
    remedy: intact,
  },
  trainerEnded: {
    message: ({ code }: { code: string }) =>
      `the training process exited unexpectedly (exit code ${code})`,
    remedy: intact,
  },
  trainerHung: {
    message: ({ seconds }: { seconds: number }) =>
      `the training process did not stop within ${grouped(seconds)} seconds and was killed`,
    remedy: intact,
  },
  hostEnded: {
    message: () =>
      'GAN Studio quit before it could stop this run: it was killed, Ctrl-C was pressed twice, or the computer shut down or crashed',
    remedy: intact,
  },
  checkpointSkipped: {
    message: ({ step, why }: { step: number; why: string }) =>
      `skipping the checkpoint at step ${grouped(step)}: ${why}`,
  },
  /** Quoted by `cannotResume`. */
  checkpointUnusable: {
    message: ({ step, why }: { step: number; why: string }) => `step ${grouped(step)}: ${why}`,
  },
  setAside: {
    message: ({ folder }: { folder: string }) =>
      `files of later steps were moved to ${folder} in the run's folder`,
  },
  metricsCopied: {
    message: ({ folder }: { folder: string }) =>
      `the metrics log as it was, with its damaged lines, was copied to ${folder} in the run's folder`,
  },
  startsOver: {
    message: () => 'no checkpoint had been saved yet, so training starts again from the beginning',
  },
  alreadyTrained: {
    message: ({ asked, done }: { asked: number; done: number }) =>
      `the run would end at step ${grouped(asked)}, but has already trained ${counted(done, 'step')}`,
    remedy: () => 'Ask for more epochs or steps.',
  },
  divergesAgain: {
    message: ({ step }: { step: number }) =>
      `this run diverged at step ${grouped(step)}, and resuming repeats the same steps`,
    remedy: () => 'Start a new run with a lower learning rate instead.',
  },
  compiledStepNotUsed: {
    message: ({ why }: { why: string }) =>
      `the compiled step is not used, so training is slower: ${why}`,
  },
  compiledResultDiffers: {
    message: ({ step, name, difference }: { step: string; name: string; difference: string }) =>
      `after the step "${step}", ${name} differs from the plain step's result ` +
      `(relative difference ${difference})`,
  },
  compiledStepFailed: {
    message: ({ why, step }: { why: string; step: number }) =>
      `the compiled step failed (${why}); training continues from step ${grouped(step)} op by op, which is slower`,
  },
  engineChanged: {
    message: ({ from, to }: { from: string; to: string }) =>
      `this run was trained on ${from} and continues on ${to}: rounding differs, ` +
      'so its final weights will not be exactly the same',
  },
  engineUpdated: {
    message: ({ from, to }: { from: string; to: string }) =>
      `this run was trained with ${from} and continues with ${to}: rounding may differ, ` +
      'so its final weights may not be exactly the same',
  },
  threadsChanged: {
    message: ({ from, to }: { from: number; to: number }) =>
      `this run was trained with ${counted(from, 'thread')} and continues with ${to}: ` +
      'sums may round differently',
  },
  metricsGaps: {
    message: ({ what }: { what: string }) => `there are gaps in the metrics log: ${what}`,
  },
  lastLineTorn: { message: () => 'the last line could not be used' },
  linesDamaged: {
    message: ({ count }: { count: number }) => `${counted(count, 'line')} could not be used`,
  },
  stepsWithoutLine: {
    message: ({ count, last }: { count: number; last: number }) =>
      `${counted(count, 'step')} of the first ${grouped(last)} ${count === 1 ? 'has' : 'have'} no line`,
  },
}
