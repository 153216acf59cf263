import type { RemedyName } from '../../../contract/alarms/remedies/remedies'

/** How a run ended, and what can be done then. */
export const runOutcome = {
  badge: {
    early: 'Stopped early',
    diverged: 'Diverged',
    collapsed: 'Collapsed',
    alarm: 'Alarm',
    short: 'Short',
  },
  alarm: {
    now: 'Training is going wrong',
    ended: 'Training went wrong',
    since: (step: string, what: string) => `Since step ${step}: ${what}`,
    lowerRates: 'Lower learning rates usually help.',
    from: (step: string) =>
      `The checkpoint of step ${step} was saved before the problem began, so a new run can continue from there.`,
    fromStart:
      'There is no suitable checkpoint from before the problem, so the new run starts from the beginning.',
  },
  generateBest: 'Generate from the best checkpoint',
  with: {
    lowerRates: 'a lower learning rate',
    slowDiscriminator: 'equal learning rates',
    slowGenerator: 'equal learning rates',
    clippedDiscriminator: 'a higher clipping limit',
    unlimitedCritic: 'a constrained discriminator',
  } satisfies Record<RemedyName, string>,
  newRun: (remedy: string) => `New run with ${remedy}`,
  fromCheckpoint: (step: string, remedy: string) => `Continue from step ${step} with ${remedy}`,
  diverged: {
    title: (step: string) => `Training diverged at step ${step}`,
    text: 'Resuming would repeat the same steps and diverge again. A lower learning rate usually helps.',
    usable: (step: string) =>
      `The checkpoint at step ${step} is usable: generate images from it, or continue from it in a new run.`,
    noneUsable: 'There is no usable checkpoint.',
  },
  damaged: {
    title: 'This run cannot be resumed',
    text: 'Restore a checkpoint from a backup, or start again from the beginning. Nothing is deleted: the existing files are moved to “set-aside” in the run’s folder.',
    fromStart: 'Start again from the beginning',
  },
  engineGone: {
    title: 'The engine that trained this run is not available',
    text: 'Continuing on another engine is possible, but rounding differs, so the final weights will not be exactly the same.',
    another: 'Continue on another engine',
  },
  chosenEngineGone: {
    title: 'The engine chosen for this run is not available',
    text: 'You can train the run on another engine.',
    another: 'Train on another engine',
  },
  startsFrom: (step: string) => `starts from its checkpoint at step ${step}`,
  collapsed: 'Finished, but the result may be unusable',
  longer: {
    button: 'Train longer',
    title: 'Train longer',
    text: 'Training continues from the last checkpoint. The result is the same as if you had asked for this many epochs from the start.',
    textOn: (engine: string) =>
      `Training continues from the last checkpoint on the same engine (${engine}). The result is the same as if you had asked for this many epochs from the start.`,
    otherEngine: (from: string, to: string) =>
      `This run was trained with ${from}, which is not available now. Training would continue with ${to}: rounding differs, so the result will not be exactly the same.`,
    scheduled: (end: string) =>
      `After epoch ${end}, scheduled settings stay at their final values.`,
    epochs: 'Total epochs',
    help: (least: string) => `At least ${least}.`,
    range: (least: string, most: string) => `Enter a whole number from ${least} to ${most}.`,
    start: 'Train',
  },
}
