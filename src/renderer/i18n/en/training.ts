import type { LogEntry } from '../../../contract/summary'
import { count, counted } from '../plural'

type Sentence = (step: string) => string

export const training = {
  controls: 'Training',
  datasetRemoved: (title: string) =>
    `The data set “${title}” was removed. Restore it to train this run further.`,
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
  /** The effect of each action, shown while it is available. */
  hints: {
    start: 'Load the engine and the data, then start training',
    resume: 'Continue from the newest checkpoint',
    pause: 'Pause training; everything stays in memory',
    continue: 'Continue where training was paused; no checkpoint is loaded',
    stop: 'Save a checkpoint and stop; you can resume later',
    sample: 'Draw a grid of images from the current generator',
    checkpoint: 'Save a checkpoint at the current step, to resume or generate from later',
  },
  refusals: {
    starting: 'Training is starting. Until then, you can only stop it.',
    notLive: 'Available while training or paused.',
    live: 'Already training.',
    paused: 'Already paused.',
    notPaused: 'Not paused.',
    finished: 'All steps are done. Use “Train longer” to add epochs.',
    offline: 'Not connected to GAN Studio.',
    busy: 'Waiting for the previous action…',
  },
  elsewhere: {
    starting: 'Another process is starting this run (e.g. on the command line).',
    training:
      'Another process is training this run (e.g. on the command line). Stop it there (Ctrl-C); then you can resume it here.',
  },
  hung: {
    title: 'Training has not stopped yet',
    text: 'A large model may still be saving. If nothing happens, end the training process now: the last checkpoint is kept, and later steps are lost.',
    end: 'End now',
  },
  progress: {
    label: 'Progress',
    epoch: 'Epoch',
    step: 'Step',
    speed: 'Steps/s',
    speedHelp:
      'Runs in the studio have a lower priority than other programs, so they are slower when the processor is busy.',
    elapsed: 'Elapsed',
    left: 'Time left',
    done: 'Done',
    of: (value: string, total: string) => `${value} of ${total}`,
    spoken: (step: string, epoch: string) => `step ${step}, epoch ${epoch}`,
  },
  notice: {
    failed: {
      title: 'Training failed',
      text: 'Resuming without fixing the cause would hit the same error.',
    },
    interrupted: {
      title: 'Training was interrupted',
      text: 'The training process stopped unexpectedly.',
    },
    cause: (message: string) => `Cause: ${message}`,
    fromStart: 'No checkpoint has been saved yet, so Resume starts from the beginning.',
    fromCheckpoint: (step: string) => `Resume continues from step ${step}.`,
    allSaved: (step: string) => `All steps were saved. Resume continues from step ${step}.`,
    repeats: (step: string, lost: number) =>
      `Resume continues from step ${step} and repeats the ${count(lost, 'step')} after it.`,
  },
  charts: {
    title: 'Charts',
    empty: 'No steps yet',
    emptyText: 'Charts appear after the first training step.',
    noData: 'No data',
    loadFailed: 'Couldn’t load the charts',
    notIncluded: {
      penalty: 'The penalty is not included in D’s loss.',
      classification: 'The classification loss is not included in either loss.',
    },
    learn: 'Learn more',
    toggle: (meaning: string) => `${meaning} Click to show or hide this curve.`,
    smoothing: 'Smoothing',
    scale: 'Loss axis',
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
      'Drag across a chart to zoom in, or Shift-drag to pan. Keyboard: arrow keys read values, + and − zoom, 0 shows all.',
    wheelHint: 'Hold Ctrl and scroll to zoom.',
    step: (step: string) => `Step ${step}`,
    stepsFromTo: (from: string, to: string) => `Steps ${from}–${to}`,
    stepAndEpoch: (steps: string, epoch: string) => `${steps}, epoch ${epoch}`,
    valueOf: (name: string, value: string) => `${name} ${value}`,
    cursor: (title: string) => `${title} chart, cursor`,
  },
  balance: {
    more: 'What does this mean?',
    summary: (reading: string) => `Latest smoothed values: ${reading}.`,
    early: {
      name: 'Just started',
      text: 'The first few hundred steps say little about the balance.',
    },
    unscaled: {
      name: 'Scores without a scale',
      text: 'With this loss, scores have no fixed scale, so they do not show which network is ahead. D loss usually approaches 0 as the images improve.',
    },
    balanced: {
      name: 'Balanced',
      text: 'The discriminator can hardly tell generated images from real ones.',
    },
    discriminatorAhead: {
      name: 'Discriminator ahead',
      text: 'Normal: the generator learns from a discriminator that is slightly better.',
    },
    discriminatorFarAhead: {
      name: 'Discriminator far ahead',
      text: 'The discriminator is almost always right, so the generator learns little from it.',
    },
    generatorAhead: {
      name: 'Generator ahead',
      text: 'The discriminator rates generated images as more real than real ones.',
    },
  },
  grid: {
    title: 'Latest samples',
    step: (step: string) => `step ${step}`,
    stepAndEpoch: (step: string, epoch: string) => `step ${step}, epoch ${epoch}`,
    none: {
      starting: 'The first samples are drawn just before the first step, and appear soon after it.',
      live: (images: number, every: number) =>
        `A grid of ${count(images, 'image')} is drawn at the start (it takes a moment to appear) and every ${count(every, 'step')}. Press “Sample now” to draw one immediately.`,
      notStarted: 'The first samples are drawn as soon as training starts.',
      ended: 'This run has no samples.',
    },
    alt: (place: string) => `Grid of generated images at ${place}`,
    gallery: 'Open in gallery',
  },
  checkpoints: {
    title: 'Checkpoints',
    none: (every: number) => `A checkpoint is saved every ${count(every, 'step')}.`,
    step: (step: string) => `Step ${step}`,
    best: 'Best FID',
    images: (count: string) => `${count} images`,
    saved: (time: string, size: string) => `${time} · ${size}`,
    generate: 'Generate',
    generateFrom: (step: string) => `Generate from the checkpoint at step ${step}`,
  },
  log: {
    title: 'Activity',
    none: 'No activity yet',
    order: 'newest first',
    sentences: {
      started: () => 'Training started',
      resumed: (step) => `Resumed from step ${step}`,
      paused: (step) => `Paused at step ${step}`,
      continued: (step) => `Continued from step ${step}`,
      sample: (step) => `Drew samples at step ${step}`,
      checkpoint: (step) => `Saved the checkpoint of step ${step}`,
      note: () => 'Note',
      warning: (step) => `Warning about step ${step}`,
      stopped: (step) => `Stopped at step ${step}`,
      finished: (step) => `Finished after ${counted(step, 'step')}`,
      failed: (step) => `Failed at step ${step}`,
      interrupted: (step) => `Interrupted at step ${step}`,
    } satisfies Record<LogEntry['code'], Sentence> as Record<LogEntry['code'], Sentence>,
  },
}
