/* Problems of training and how it ends; see ../problems.ts. */

const lower = () =>
  'The last checkpoint is good. Start a new run with a lower learning rate or another seed.'
const intact = () =>
  'What it had saved is intact; resume the run to go on from its last checkpoint.'

export const trainingProblems = {
  lossesDiverged: {
    message: ({ step, lossD, lossG }: { step: number; lossD: string; lossG: string }) =>
      `training diverged: at step ${step} the losses are D ${lossD}, G ${lossG}`,
    remedy: lower,
  },
  weightsDiverged: {
    message: ({ step, name }: { step: number; name: string }) =>
      `training diverged: ${name} is not finite after step ${step}`,
    remedy: lower,
  },
  trainerKilled: {
    message: () =>
      'the trainer process was killed, by a person or because the machine ran out of memory',
    remedy: intact,
  },
  trainerCrashed: {
    message: ({ signal }: { signal: string }) => `the trainer process crashed (${signal})`,
    remedy: intact,
  },
  trainerEnded: {
    message: ({ code }: { code: string }) =>
      `the trainer process ended by itself (exit code ${code})`,
    remedy: intact,
  },
  trainerHung: {
    message: ({ seconds }: { seconds: number }) =>
      `told to stop, the trainer did not answer for ${seconds} seconds, and was killed`,
    remedy: intact,
  },
  hostEnded: {
    message: () => 'the studio that trained this run ended before the run did',
    remedy: intact,
  },
  checkpointPassedOver: {
    message: ({ step, why }: { step: number; why: string }) =>
      `checkpoint ${step} is passed over: ${why}`,
  },
}
