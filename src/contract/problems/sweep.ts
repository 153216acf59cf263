/* Problems with sweeps; see ../problems.ts. */

import { grouped } from '../counted'

export const sweepProblems = {
  sweepUnreadable: {
    message: ({ why }: { why: string }) => `the sweep cannot be used: ${why}`,
  },
  noSuchSweep: {
    message: ({ id }: { id: string }) => `there is no sweep "${id}"`,
    remedy: () => 'List the sweeps with “sweep list”.',
  },
  sweepUnknownSetting: {
    message: ({ name }: { name: string }) => `there is no hyperparameter “${name}”`,
    remedy: () => 'The names are listed by “presets show reference”.',
  },
  sweepSeedAxis: {
    message: () => 'the seed cannot be an axis',
    remedy: () =>
      'List the seeds in “seeds”: a configuration is ranked by the mean of their results.',
  },
  sweepRangeNeedsCount: {
    message: ({ name }: { name: string }) => `a grid needs the number of values of ${name}`,
    remedy: () => 'Give the range a “count”, or list the values.',
  },
  sweepNeedsCount: {
    message: ({ method }: { method: string }) =>
      `the method “${method}” needs the number of configurations`,
    remedy: () => 'Add “random”: {“count”: 20}.',
  },
  sweepTooLarge: {
    message: ({ count, most }: { count: number; most: number }) =>
      `the sweep has ${grouped(count)} runs, but at most ${grouped(most)} are allowed`,
    remedy: () => 'Use fewer values or seeds, or the method “random”.',
  },
  sweepNotMeasured: {
    message: ({ name }: { name: string }) =>
      `“${name}” cannot rank the runs: it is not an image metric that improves in one direction`,
    remedy: () => 'Use a metric listed by “evaluate --help”, such as “fid”.',
  },
  sweepRungsOrder: {
    message: () => 'the rungs must end at ascending numbers of images',
  },
  sweepRungTooEarly: {
    message: ({ earliest }: { earliest: number }) =>
      `the first rung ends after ${grouped(earliest)} images, before averaged weights can be judged`,
    remedy: ({ least }: { least: number }) =>
      `End it after at least ${grouped(least)} images: two half-lives of the average, or one step.`,
  },
  sweepRungTooLate: {
    message: ({ last, most }: { last: number; most: number }) =>
      `a rung ends after ${grouped(last)} images, but training ends after ${grouped(most)}`,
    remedy: () => 'The end of training is the last rung; leave it out of the list.',
  },
  sweepRungsDiffer: {
    message: () => 'the configurations do not have the same number of rungs',
    remedy: () => 'List the ends of the rungs, in images.',
  },
  sweepNoScore: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the images have no value of “${name}”: ${why}`,
  },
  sweepNoCandidate: {
    message: ({ number }: { number: number }) => `the sweep has no configuration ${number}`,
  },
  sweepNotJson: {
    message: ({ why }: { why: string }) => `the sweep’s file is not JSON: ${why}`,
  },
  sweepActive: {
    message: ({ name }: { name: string }) => `the sweep “${name}” is still training`,
    remedy: () => 'Stop it first.',
  },
  sweepCannotContinue: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the sweep “${name}” cannot continue: ${why}`,
  },
  sweepNotFailed: {
    message: () => 'none of the sweep’s runs has failed',
  },
  sweepChanged: {
    message: ({ name }: { name: string }) =>
      `the file differs from the sweep “${name}” in more than added values, seeds or random configurations`,
    remedy: () => 'Give the file another name to begin a new sweep.',
  },
}
