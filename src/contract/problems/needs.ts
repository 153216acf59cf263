/* Problems of runs that need more than the machine has; see ../problems.ts. */

import { counted, grouped } from '../counted'

export interface Need {
  needed: string
  available: string
}

/** Whether a new run is planned, whose settings can be changed, or an existing one resumes. */
export type Plan = 'new' | 'resume'
export interface Planned {
  plan: Plan
}

/** @param fits settings each of which would be enough on its own; empty if there are none */
function instead({ fits, plan }: Planned & { fits: string }): string {
  if (fits !== '') return `Any one of these would fit: ${fits}.`
  return plan === 'resume'
    ? 'A run keeps its settings: resume it on a larger machine, or start a new run with smaller ones.'
    : 'No single smaller setting would fit: reduce several of them.'
}

export const needsProblems = {
  memoryTooSmall: {
    message: ({ needed, available }: Need) =>
      `Training would need about ${needed} of memory; only ${available} is available`,
    remedy: (given: Planned & { fits: string }) =>
      `${instead(given)} Closing other programs may also free enough memory.`,
  },
  machineTooSmall: {
    message: ({ needed, available }: Need) =>
      `Training would need about ${needed} of memory; this machine has ${available}`,
    remedy: instead,
  },
  engineMemoryTooSmall: {
    message: ({ engine, needed, available }: Need & { engine: string }) =>
      `The ${engine} engine would need about ${needed} for these networks; it can use at most ${available}`,
    remedy: instead,
  },
  datasetMemoryTooSmall: {
    message: ({ images, needed, available }: Need & { images: number }) =>
      `At this size, the ${grouped(images)} images take ${needed}; at most ${available} is supported`,
    remedy: instead,
  },
  ownNetworksTooLarge: {
    message: ({ needed, available }: Need) =>
      `Training these networks would need about ${needed} of memory; at most ${available} can be used`,
    remedy: ({ layer }: { layer: string }) =>
      `Make the networks in the architecture file smaller. The layer with the most weights is ${layer}.`,
  },
  memoryTight: {
    message: ({ needed, available }: Need) =>
      `Training needs about ${needed} of the ${available} of memory available`,
    remedy: ({ plan }: Planned): string =>
      plan === 'resume'
        ? 'Close other programs.'
        : 'Close other programs, or choose smaller settings.',
  },
  engineMemoryTight: {
    message: ({ engine, needed, available }: Need & { engine: string }) =>
      `These networks need about ${needed} of the ${available} that the ${engine} engine can use`,
    remedy: ({ plan }: Planned): string =>
      plan === 'resume'
        ? 'If training fails, resume the run with another engine.'
        : 'If training fails, choose smaller settings.',
  },
  diskTooSmall: {
    message: ({ needed, available, plan }: Need & Planned) =>
      `The ${plan === 'resume' ? 'next checkpoint' : 'first checkpoints'} would take ${needed} on disk; only ${available} is free`,
    remedy: ({ plan }: Planned): string =>
      plan === 'resume'
        ? 'Free some space.'
        : 'Free some space, choose another data folder, or choose smaller networks.',
  },
  diskRunsOut: {
    message: ({ needed, available }: Need) =>
      `By its last step, the run would take up to ${needed} on disk; only ${available} is free`,
    remedy: (given: Planned & { fits: string }): string =>
      given.plan === 'resume'
        ? 'Free some space, or stop the run before then.'
        : `${instead(given)} Or stop the run before then.`,
  },
  diskTight: {
    message: ({ needed, available }: Need) =>
      `The run may take ${needed} of the ${available} free on disk`,
    remedy: ({ plan }: Planned): string =>
      plan === 'resume' ? 'Free some space.' : 'Keep fewer checkpoints, or free some space.',
  },
  lastBatchOfOne: {
    message: ({ images, batchSize }: { images: number; batchSize: number }) =>
      `With ${grouped(images)} images in batches of ${grouped(batchSize)}, the last batch of each epoch has one image, which batch norm cannot normalise`,
    remedy: ({ other }: { other: number }) =>
      `That step teaches the networks little and shifts the running averages. A batch size of ${grouped(other)} avoids it.`,
  },
  learningRateHigh: {
    message: ({ rate }: { rate: number }) =>
      `A learning rate of ${rate} is more than ten times the usual one: the networks will most likely diverge or collapse`,
    remedy: ({ usual }: { usual: number }) => `Start with ${usual}, the default.`,
  },
  learningRateLow: {
    message: ({ rate }: { rate: number }) =>
      `Plain gradient descent (SGD) at a learning rate of ${rate} hardly changes the weights`,
    remedy: () => 'Values from 0.01 to 0.1 are typical.',
  },
  warmUpTooLong: {
    message: ({ warmUp, ends }: { warmUp: number; ends: number }) =>
      `The learning rate never reaches its full value: the warm-up takes ${counted(warmUp, 'epoch')}, but training ends after ${grouped(ends)}`,
    remedy: () => 'Shorten the warm-up, or train longer.',
  },
  schedulesTooLong: {
    message: ({ scheduleEnd, ends }: { scheduleEnd: number; ends: number }) =>
      `Scheduled values never reach their final values: schedules end after ${counted(scheduleEnd, 'epoch')}, but training ends after ${grouped(ends)}`,
    remedy: () =>
      'This is fine if you plan to train longer later. Otherwise, end the schedules earlier.',
  },
  penaltyOnce: {
    message: ({ interval, steps }: { interval: number; steps: number }) =>
      `The penalty applies to the first step only: its interval is ${counted(interval, 'step')}, but training takes only ${grouped(steps)}`,
    remedy: () => 'Shorten the interval, or train longer.',
  },
  stepOutlastsEpoch: {
    message: ({ needed, has }: { needed: number; has: number }) =>
      `Each epoch is a single step, which goes through the data more than once: a step takes ${counted(needed, 'batch', 'batches')}, but the data set has only ${grouped(has)}`,
    remedy: () => 'Choose fewer discriminator steps, or smaller batches.',
  },
  rateStaysZero: {
    message: ({ last, steps }: { last: number; steps: number } & Planned) =>
      `Nothing is learned after step ${grouped(last)} of ${grouped(steps)}: the learning rate’s schedule ends there, at 0`,
    remedy: ({ plan }: Planned): string =>
      plan === 'resume'
        ? 'To train longer, start a new run from the last checkpoint, with a constant learning rate.'
        : 'End the schedules later, or choose a final learning rate above 0.',
  },
  scoresUnlimited: {
    message: () =>
      'The Wasserstein loss is used without a penalty, weight clipping or spectral norm: D’s scores grow without bound',
    remedy: () => 'Choose the gradient penalty with a weight of 10, or clip the weights at 0.01.',
  },
  fitsBatchSize: { message: ({ value }: { value: number }) => `batch size ${grouped(value)}` },
  fitsImageSize: { message: ({ value }: { value: number }) => `image size ${grouped(value)}` },
  fitsGrey: { message: () => '1 channel (grey)' },
  fitsEngine: { message: ({ engine }: { engine: string }) => `the ${engine} engine` },
  fitsKeptCheckpoints: {
    message: ({ value }: { value: number }) =>
      `keeping ${grouped(value)} ${value === 1 ? 'checkpoint' : 'checkpoints'}`,
  },
  fitsSampleInterval: {
    message: ({ value }: { value: number }) => `a sample interval of ${grouped(value)}`,
  },
}
