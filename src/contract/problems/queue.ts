/* Problems with the queue; see ../problems.ts. */

import { counted, grouped } from '../counted'

export const queueProblems = {
  queueUnreadable: {
    message: ({ why }: { why: string }) => `the queue cannot be used: ${why}`,
  },
  queueSetAside: {
    message: ({ files }: { files: string }) =>
      `The queue was damaged and has been emptied. Its file was kept as ${files}`,
    remedy: () =>
      'No run was lost: add the runs again that are still to be trained. Delete the file when you no longer need it.',
  },
  alreadyQueued: {
    message: ({ id }: { id: string }) => `the run "${id}" is already in the queue`,
  },
  notQueued: {
    message: ({ id }: { id: string }) => `the run "${id}" is not in the queue`,
  },
  jobNotWaiting: {
    message: ({ id }: { id: string }) => `the run "${id}" is not waiting in the queue`,
    remedy: () => 'Only waiting runs can be moved.',
  },
  jobRunning: {
    message: ({ id }: { id: string }) => `the queue is training the run "${id}"`,
    remedy: () => 'Stop the run instead; that takes it out of the queue.',
  },
  jobNotFailed: {
    message: ({ id }: { id: string }) => `the run "${id}" has not failed in the queue`,
    remedy: () => 'Only failed runs can be retried.',
  },
  queueFull: {
    message: ({ most }: { most: number }) => `the queue can hold at most ${grouped(most)} runs`,
    remedy: () => 'Remove failed runs, or add more runs when some have finished.',
  },
  waitsForRoom: {
    message: ({ training }: { training: number }) =>
      `Waiting: ${counted(training, 'run')} ${training === 1 ? 'is' : 'are'} training`,
  },
  waitsForMemory: {
    message: ({ needed, available }: { needed: string; available: string }) =>
      `Waiting for memory: training needs about ${needed}, and ${available} are available`,
    remedy: () => 'The run begins when another run has ended or other programs free memory.',
  },
  waitsForOtherProgram: {
    message: ({ pid }: { pid: number }) =>
      `Waiting: another program (process ${pid}) is training this run`,
  },
  waitsForSpeed: {
    message: ({ training }: { training: number }) =>
      `Waiting: measuring the speed of the ${training === 1 ? 'run' : counted(training, 'run')} in training`,
  },
  queueHasRunner: {
    message: ({ pid, host }: { pid: number; host: string }) =>
      `another program (process ${pid} on ${host}) is running the queue of this data folder`,
    remedy: () => 'That program trains the runs that you add.',
  },
}
