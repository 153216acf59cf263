import type { StartStage } from '../../../contract/run'
import { count } from '../plural'

export const runPage = {
  start: {
    title: 'Starting',
    names: {
      engine: 'Load the engine',
      data: 'Read the data',
      compile: 'Prepare the training step',
      firstStep: 'Run the first step',
    },
    done: 'done',
    now: {
      machine:
        'Measuring which settings train fastest on this machine. This is done only once and usually takes 5 to 20 seconds, or minutes on a busy machine.',
      engine: 'Loading the engine…',
      data: 'Reading the images…',
      compile: 'Compiling the training step…',
      firstStep: 'Drawing the first samples and running the first step…',
    } satisfies Record<StartStage, string>,
    /** Added after a while. */
    slow: {
      machine: 'It takes longer if other programs keep the machine busy.',
      engine: 'It takes longer if other programs keep the machine busy.',
      data: 'It takes longer with many images, or on a slow disk.',
      compile: 'It takes longer with a large model, or if other programs keep the machine busy.',
      firstStep: 'It takes longer with a large model, or if other programs keep the machine busy.',
    } satisfies Record<StartStage, string>,
    elapsed: (time: string) => `Started ${time} ago`,
    cancelled: 'Start cancelled',
  },
  settings: {
    title: 'Settings',
    same: (preset: string) => `${preset}, unchanged`,
    label: (preset: string) => `Differs from ${preset}:`,
    all: 'All settings',
    value: (name: string, value: string) => `${name}: ${value}`,
    more: (n: number) => `${n} more`,
    dataset: 'Data set',
    engine: 'Engine',
    enginesUsed: 'Engines used',
    stepsOn: (engine: string, from: string, to: string) => `${engine} (steps ${from}–${to})`,
    threads: 'Threads',
    mathLibrary: 'Math library',
    withUsed: (chosen: string, used: string) => `${chosen} (${used})`,
    compile: 'Compiled step',
    on: 'On',
    off: 'Off',
    automatic: 'Automatic',
    startedFrom: 'Started from',
    atStep: (step: string) => `at step ${step}`,
    endOfTraining: 'End of training',
    epoch: (epoch: string) => `epoch ${epoch}`,
  },
  facts: {
    duration: 'Duration',
    averageSpeed: 'Average speed',
  },
  charts: {
    outside: (n: number) => `${count(n, 'point')} outside the range`,
    outsideHelp: 'A few extreme values are cut off, so that the rest of the chart stays readable.',
    marks: 'Marks on the time axis',
    markNames: { checkpoint: 'Checkpoint', sample: 'Sample', resume: 'Resumed' },
    newest: 'Latest values',
    newestSmoothed: 'Latest values, smoothed',
    lastStep: 'Last step',
  },
  samples: {
    enlarge: 'Enlarge the samples',
    recent: 'Recent samples',
    show: (place: string) => `Show the samples at ${place}`,
    newest: 'Show latest',
    cell: (n: number, place: string) => `Image ${n} at ${place}`,
    back: 'Whole grid',
  },
  /** How balanced the networks were at the end; see `training.balance`. */
  balanceAtEnd: {
    balanced: {
      name: 'At the end: balanced',
      text: 'The discriminator could hardly tell generated images from real ones.',
    },
    discriminatorAhead: {
      name: 'At the end: discriminator ahead',
      text: 'Normal: the generator learned from a discriminator that was slightly better.',
    },
    discriminatorFarAhead: {
      name: 'At the end: discriminator far ahead',
      text: 'The discriminator was almost always right, so the generator learned little from it.',
    },
    generatorAhead: {
      name: 'At the end: generator ahead',
      text: 'The discriminator rated generated images as more real than real ones.',
    },
  },
  shortRun: {
    name: 'Too short to judge',
    text: 'A run of a few hundred steps says little about the balance.',
  },
}
