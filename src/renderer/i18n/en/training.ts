import type { LogEntry } from '../../../contract/summary'
import { count } from '../plural'

type Sentence = (step: string) => string

export const training = {
  controls: 'Training',
  actions: {
    start: 'Start',
    resume: 'Resume',
    pause: 'Pause',
    continue: 'Continue',
    stop: 'Stop',
    sample: 'Sample now',
    checkpoint: 'Checkpoint now',
    generate: 'Generate images',
  },
  /** What each does, where it can be done. */
  hints: {
    resume: 'Go on from the newest checkpoint',
    pause: 'Hold training; everything stays in memory',
    continue: 'Go on training',
    stop: 'Save a checkpoint and end; it can be resumed later',
    sample: 'Draw a grid from the generator as it is now',
    checkpoint: 'Save both networks and the optimizers as they are now',
  },
  refusals: {
    notLive: 'Only while training runs or is paused.',
    live: 'It is training already.',
    paused: 'It is paused already.',
    notPaused: 'It is not paused.',
    finished: 'All its steps are done. Duplicate the run with more epochs to train longer.',
    offline: 'There is no connection to the studio.',
    busy: 'The last command has not been answered yet.',
  },
  hung: {
    title: 'Training has not stopped yet',
    text: 'A large model may still be saving. If nothing moves, end it now: its last checkpoint stands, and what came after is lost.',
    end: 'End now',
  },
  progress: {
    label: 'Progress',
    epoch: 'Epoch',
    step: 'Step',
    speed: 'Steps/s',
    elapsed: 'Elapsed',
    left: 'Time left',
    done: 'Done',
    of: (value: string, total: string) => `${value} of ${total}`,
    spoken: (step: string, epoch: string) => `step ${step}, epoch ${epoch}`,
  },
  notice: {
    failed: {
      title: 'Training ended with an error',
      text: 'It would meet the same error again if it went on as it is.',
    },
    interrupted: {
      title: 'Training was interrupted',
      text: 'The process that trained it ended unexpectedly. What it saved is sound.',
    },
    cause: (message: string) => `Cause: ${message}`,
    fromStart: 'No checkpoint was saved yet, so resuming begins at the start.',
    fromCheckpoint: (step: string) => `Resuming goes on from the checkpoint at step ${step}.`,
  },
  charts: {
    title: 'Charts',
    empty: 'No steps yet',
    emptyText: 'The charts begin with the first training step.',
    noData: 'No data',
    learn: 'Learn more',
    toggle: 'Show or hide this line',
    smoothing: 'Smoothing',
    scale: 'Scale of the loss',
    linear: 'Linear',
    logarithmic: 'Log',
    zoom: 'Zoom',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    plus: '+',
    minus: '−',
    panBack: 'Earlier steps',
    panForward: 'Later steps',
    resetZoom: 'Show all',
    dragHint:
      'Drag across a chart to zoom; with Shift, to move along. By keyboard: arrows read, + and − zoom, 0 shows all.',
    wheelHint: 'Hold Ctrl while turning the wheel to zoom.',
    step: (step: string) => `Step ${step}`,
    stepsFromTo: (from: string, to: string) => `Steps ${from}–${to}`,
    stepAndEpoch: (steps: string, epoch: string) => `${steps}, epoch ${epoch}`,
    valueOf: (name: string, value: string) => `${name} ${value}`,
    series: {
      lossD: 'Loss D',
      lossG: 'Loss G',
      dReal: 'Real, D(x)',
      dFake: 'Generated, D(G(z))',
    },
    loss: {
      title: 'Loss',
      cursor: 'Loss chart, cursor',
      help:
        'Dotted: balanced, where the discriminator (D) cannot tell real from generated. Its loss is ' +
        'then 2 ln 2 ≈ 1.386, that of the generator (G) ln 2 ≈ 0.693.',
      topic: 'losses',
    },
    beliefs: {
      title: 'Belief of D',
      cursor: 'Belief chart, cursor',
      help:
        'The probability of being real that D gives to real and to generated images. ' +
        'Dotted: balanced, where both are 0.5.',
      topic: 'balance',
    },
  },
  balance: {
    more: 'What to make of it',
    summary: (loss: string, beliefs: string) => `Newest smoothed values. ${loss}. ${beliefs}.`,
    early: {
      name: 'Just begun',
      text: 'The first few hundred steps say little.',
    },
    balanced: {
      name: 'Balanced',
      text: 'The discriminator can hardly tell generated images from real ones.',
    },
    discriminatorAhead: {
      name: 'Discriminator ahead',
      text: 'As usual while the generator learns: its lead is what teaches the generator.',
    },
    discriminatorFarAhead: {
      name: 'Discriminator far ahead',
      text: 'It is almost always right, so the generator learns little from it.',
    },
    generatorAhead: {
      name: 'Generator ahead',
      text: 'The discriminator takes generated images for more real than real ones.',
    },
  },
  grid: {
    title: 'Newest samples',
    step: (step: string) => `step ${step}`,
    stepAndEpoch: (step: string, epoch: string) => `step ${step}, epoch ${epoch}`,
    none: (every: number) =>
      `A grid of 25 images is drawn every ${count(every, 'step')}. Sample now draws one at once.`,
    alt: (place: string) => `Grid of generated images at ${place}`,
    gallery: (grids: number) => `See all ${count(grids, 'grid')} in the gallery`,
  },
  checkpoints: {
    title: 'Checkpoints',
    none: (every: number) => `One is saved every ${count(every, 'step')}.`,
    step: (step: string) => `Step ${step}`,
    saved: (time: string, size: string) => `${time} · ${size}`,
    generate: 'Generate',
    generateFrom: (step: string) => `Generate from the checkpoint at step ${step}`,
  },
  log: {
    title: 'What happened',
    none: 'Nothing yet.',
    sentences: {
      started: () => 'Training started',
      resumed: (step) => `Resumed from step ${step}`,
      paused: (step) => `Paused at step ${step}`,
      continued: (step) => `Continued from step ${step}`,
      sample: (step) => `Drew the samples of step ${step}`,
      checkpoint: (step) => `Saved a checkpoint at step ${step}`,
      note: () => 'Note',
      warning: (step) => `Warning at step ${step}`,
      stopped: (step) => `Stopped at step ${step}`,
      finished: (step) => `Finished after ${step} steps`,
      failed: (step) => `Failed at step ${step}`,
      interrupted: (step) => `Interrupted at step ${step}`,
    } satisfies Record<LogEntry['code'], Sentence> as Record<LogEntry['code'], Sentence>,
  },
}
