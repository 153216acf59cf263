/* Problems of runs and the studio itself; see ../problems.ts. */

export const runsProblems = {
  noSuchRun: {
    message: ({ id }: { id: string }) => `There is no run "${id}"`,
  },
  runNotTraining: {
    message: ({ id }: { id: string }) => `the run "${id}" is not training here`,
    remedy: () => 'Resume it first; if another program trains it, steer it there.',
  },
  runTraining: {
    message: ({ id }: { id: string }) => `the run "${id}" is training`,
    remedy: () => 'Stop it first.',
  },
  runNotStopping: {
    message: ({ id }: { id: string }) => `the run "${id}" has not been told to stop`,
    remedy: () => 'Stop it first; only a trainer that does not answer is ended without saving.',
  },
  runBusy: {
    message: ({ id }: { id: string }) => `the run "${id}" is being changed by another command`,
    remedy: () => 'Wait a moment and try again.',
  },
  runElsewhere: {
    message: ({ pid }: { pid: number }) => `another program (process ${pid}) is training this run`,
    remedy: () => 'Stop it there first.',
  },
  startCalledOff: { message: () => 'the start was called off' },
  notInTrash: {
    message: ({ id }: { id: string }) => `the run "${id}" is not among the deleted runs`,
    remedy: () => 'Deleted runs are kept for 30 days.',
  },
  restoreBlocked: {
    message: ({ id }: { id: string }) => `a run "${id}" is in the list already`,
    remedy: () => 'Delete it or move its folder elsewhere, then restore again.',
  },
  foldersOnDesktop: { message: () => 'folders can only be opened in the desktop studio' },
  studioClosing: { message: () => 'the studio is closing' },
  otherPageVersion: {
    message: () => 'the page is from another version of the studio',
    remedy: () => 'Close it and open it again.',
  },
  connectionLost: { message: () => 'the connection to the studio was lost' },
  trainsNoRun: { message: () => 'no run is training here' },
  trainsARun: { message: () => 'a run is training here already' },
  notACommand: { message: () => 'the message is not a command of this studio' },
  folderNotOpened: {
    message: ({ why }: { why: string }) => `the folder could not be opened: ${why}`,
  },
  lockContended: {
    message: () => 'Could not lock the run: several programs want it at once',
    remedy: () => 'Start only one of them.',
  },
  lockBeingTaken: {
    message: () => 'The run is being locked by another process right now',
    remedy: () => 'Wait ten seconds and try again.',
  },
  lockedHere: {
    message: ({ pid, since }: { pid: number; since: string }) =>
      `The run is being trained by process ${pid} since ${since}`,
    remedy: () => 'Stop or finish that training first, or start a new run.',
  },
  lockedElsewhere: {
    message: ({ pid, host, since }: { pid: number; host: string; since: string }) =>
      `The run is being trained by process ${pid} on ${host} since ${since}`,
    remedy: ({ host, path }: { host: string; path: string }) =>
      `Stop it there. If ${host} no longer trains this run, delete ${path}.`,
  },
  runFolderGone: {
    message: () => "The run's folder was deleted or moved while the run was training",
    remedy: () => 'Training has ended, and nothing more was written there.',
  },
  runWithoutDocument: {
    message: () => 'The folder has no run.json, so it is only a part of a run',
    remedy: () =>
      'It may be left from a run that was deleted or copied incompletely. Delete the folder if you do not need it; "generate" can still use a checkpoint in it.',
  },
  runLinkDangling: {
    message: () => 'The link leads to a folder that is not there',
    remedy: () => 'Connect the disk that holds the folder, or delete the link.',
  },
  runFolderName: {
    message: () => "The folder's name cannot be the id of a run",
    remedy: () => 'Rename the folder: up to 64 letters, digits, - and _, not beginning with -.',
  },
  activityNotKept: {
    message: ({ why }: { why: string }) => `This session's activity is not saved: ${why}`,
  },
  documentLocked: {
    message: ({ pid, host }: { pid: number; host: string }) =>
      `Another program (process ${pid} on ${host}) is writing this file and has not finished`,
    remedy: ({ host, lock }: { host: string; lock: string }) =>
      `Try again. If nothing on ${host} uses this folder any more, delete ${lock}.`,
  },
  runHasUnknownSettings: {
    message: ({ names }: { names: string }) =>
      `The run has settings that this GAN Studio does not know: ${names}`,
    remedy: () =>
      'Train it with the version that made it, or update GAN Studio; ignoring them would change what is trained.',
  },
  preferencesUnreadable: {
    message: ({ why }: { why: string }) => `the file cannot be used: ${why}`,
  },
  presetsFull: {
    message: ({ most }: { most: number }) => `At most ${most} presets can be saved`,
    remedy: () => 'Delete one that you no longer need, or save under the name of one.',
  },
  preferencesNotSaved: {
    message: ({ why }: { why: string }) => `Nothing was saved: ${why}`,
  },
  preferencesPartlyUnknown: {
    message: ({ why }: { why: string }) =>
      `This version does not understand some preferences; they stay in the file but are not used: ${why}`,
  },
  settingUnknown: {
    message: ({ name, value }: { name: string; value: string }) => `${name} is ${value}`,
  },
  presetUnusable: {
    message: ({ name, why }: { name: string; why: string }) => `preset “${name}”: ${why}`,
  },
  preferencesDamaged: {
    message: ({ why, aside }: { why: string; aside: string }) =>
      `The preferences could not be read (${why}); the defaults hold, and the file is kept as ${aside}`,
  },
}
