/* Problems with runs and with the studio itself; see ../problems.ts. */

import { grouped } from '../counted'

export const runsProblems = {
  noSuchPath: {
    message: () => 'There is no such file or folder',
    remedy: () => 'Check the path.',
  },
  noSuchRun: {
    message: ({ id }: { id: string }) => `There is no run "${id}"`,
  },
  noSuchCheckpoint: {
    message: ({ step }: { step: number }) => `the run has no checkpoint at step ${step}`,
    remedy: ({ named }: { named: string }) => `It has checkpoints at these steps: ${named}.`,
  },
  hasNoCheckpoints: {
    message: ({ step }: { step: number }) =>
      `the run has no checkpoint at step ${step}, nor at any other`,
    remedy: () => 'Train it first.',
  },
  notAStep: {
    message: ({ typed }: { typed: string }) => `"${typed}" after @ is not a step`,
    remedy: () => 'Give the step of a checkpoint, as in latest@5000, or latest@best.',
  },
  branchDataset: {
    message: ({ expected }: { expected: string }) =>
      `a run that starts from another run's checkpoint keeps its data set, ${expected}`,
    remedy: () => 'Leave out the data set, or start a new run from the beginning.',
  },
  schedulesNeverBegin: {
    message: () => 'training reaches its step limit before any schedule begins',
    remedy: () =>
      'Let them begin earlier, raise the step limit, or give the epoch in which they end.',
  },
  runNotTraining: {
    message: ({ id }: { id: string }) => `the run "${id}" is not training here`,
    remedy: () => 'Resume it first. If another program is training it, use that program.',
  },
  runTraining: {
    message: ({ id }: { id: string }) => `the run "${id}" is training`,
    remedy: () => 'Stop it first.',
  },
  runNotStopping: {
    message: ({ id }: { id: string }) => `the run "${id}" is not being stopped`,
    remedy: () =>
      'Stop it first. Only a training process that does not respond is ended without saving.',
  },
  runBusy: {
    message: ({ id }: { id: string }) => `another action is changing the run "${id}"`,
    remedy: () => 'Wait a moment and try again.',
  },
  runElsewhere: {
    message: ({ pid }: { pid: number }) => `another program (process ${pid}) is training this run`,
    remedy: () => 'Stop it there first.',
  },
  runIsMeasured: {
    message: () => 'the images of this run are being measured',
    remedy: () => 'Wait until the measurement has ended, or cancel it first.',
  },
  tooManyTags: {
    message: ({ most }: { most: number }) => `A run can have at most ${grouped(most)} tags`,
    remedy: () => 'Remove a tag first.',
  },
  startCancelled: { message: () => 'the start was cancelled' },
  notInTrash: {
    message: ({ id }: { id: string }) => `the run "${id}" is not among the deleted runs`,
    remedy: () => 'Deleted runs are kept for at least 30 days.',
  },
  restoreBlocked: {
    message: ({ id }: { id: string }) => `there is already a run "${id}"`,
    remedy: () => 'Delete that run or move its folder elsewhere, then restore again.',
  },
  foldersOnDesktop: { message: () => 'folders can only be opened in the desktop app' },
  studioClosing: { message: () => 'GAN Studio is closing' },
  otherPageVersion: {
    message: () => 'this page is from another version of GAN Studio',
    remedy: () => 'Reload the page.',
  },
  connectionLost: { message: () => 'the connection to GAN Studio was lost' },
  trainsNoRun: { message: () => 'no run is training' },
  trainsARun: { message: () => 'a run is already training' },
  notACommand: { message: () => 'this version of GAN Studio does not know this command' },
  folderNotOpened: {
    message: ({ why }: { why: string }) => `the folder could not be opened: ${why}`,
  },
  lockContended: {
    message: () => 'Could not lock the run: several programs are trying to train it',
    remedy: () => 'Start only one of them.',
  },
  lockBeingTaken: {
    message: () => 'Another process is locking the run',
    remedy: () => 'Try again in ten seconds.',
  },
  lockedHere: {
    message: ({ pid, since }: { pid: number; since: string }) =>
      `Process ${pid} has been training this run since ${since}`,
    remedy: () => 'Stop it first, or start a new run.',
  },
  lockedElsewhere: {
    message: ({ pid, host, since }: { pid: number; host: string; since: string }) =>
      `Process ${pid} on ${host} has been training this run since ${since}`,
    remedy: ({ host, path }: { host: string; path: string }) =>
      `Stop it there. If ${host} is no longer training this run, delete ${path}.`,
  },
  trainedMeanwhile: {
    message: () => 'Another process has trained this run in the meantime',
    remedy: () => 'Resume the run again to continue from there.',
  },
  runFolderGone: {
    message: () => "The run's folder was deleted or moved while the run was training",
    remedy: () => 'Training has ended, and nothing more was written there.',
  },
  measuredRunGone: {
    message: () => 'The run was deleted or moved while its images were measured',
    remedy: () =>
      'The measurement has ended without a result. To measure again, restore the run from "Recently deleted".',
  },
  runGoneAtStart: {
    message: () => "The run's folder was deleted or moved while training was starting",
    remedy: () => 'If it was deleted in GAN Studio, restore it from "Recently deleted".',
  },
  runWithoutDocument: {
    message: () => 'The folder has no run.json, so the run is incomplete',
    remedy: () =>
      'It may be left over from a run that was deleted or copied incompletely. Delete the folder if you do not need it; "generate" can still use a checkpoint in it.',
  },
  runLinkDangling: {
    message: () => 'The link points to a folder that does not exist',
    remedy: () => 'Connect the disk that holds the folder, or delete the link.',
  },
  runFolderName: {
    message: () => "The folder's name is not a valid run id",
    remedy: () => 'Rename the folder: up to 64 letters, digits, - and _, not beginning with -.',
  },
  runOutOfRange: {
    message: ({ names }: { names: string }) => `Values of the run are out of range: ${names}`,
    remedy: () => 'Correct its run.json, or restore that file from a backup.',
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
      `The run has settings that this version of GAN Studio does not know: ${names}`,
    remedy: () =>
      'Train it with the version that created it, or update GAN Studio. Ignoring these settings would change the training.',
  },
  runSettingsUnusable: {
    message: ({ why }: { why: string }) =>
      `The run cannot be trained with the settings in its run.json: ${why}`,
    remedy: () => 'Correct run.json, or start a new run with other settings.',
  },
  settingOutOfRange: {
    message: ({
      name,
      value,
      min,
      max,
    }: {
      name: string
      value: number
      min: number
      max: number
    }) => `${name} is ${grouped(value)}, but must be from ${grouped(min)} to ${grouped(max)}`,
  },
  preferencesUnreadable: {
    message: ({ why }: { why: string }) => `the file cannot be used: ${why}`,
  },
  presetsFull: {
    message: ({ most }: { most: number }) => `At most ${grouped(most)} presets can be saved`,
    remedy: () =>
      'Delete a preset that you no longer need, or replace one by saving under its name.',
  },
  presetNameBuiltIn: {
    message: ({ name }: { name: string }) => `“${name}” is a built-in preset`,
    remedy: () => 'Choose another name.',
  },
  preferencesNotSaved: {
    message: ({ why }: { why: string }) => `Nothing was saved: ${why}`,
  },
  preferencesPartlyUnknown: {
    message: ({ why }: { why: string }) =>
      `This version does not know some of the preferences. They stay in the file but are not used: ${why}`,
  },
  settingUnknown: {
    message: ({ name, value }: { name: string; value: string }) => `${name} is ${value}`,
  },
  presetNotJson: {
    message: ({ why }: { why: string }) => `the preset cannot be read as JSON: ${why}`,
    remedy: () => 'Correct the file; docs/presets.md describes preset files.',
  },
  presetNotValid: {
    message: ({ why }: { why: string }) => `the preset is not valid: ${why}`,
    remedy: () => 'docs/presets.md describes preset files.',
  },
  presetUnusable: {
    message: ({ name, why }: { name: string; why: string }) => `preset “${name}”: ${why}`,
  },
  preferencesDamaged: {
    message: ({ why, aside }: { why: string; aside: string }) =>
      `The preferences could not be read (${why}). Defaults are used, and the file was kept as ${aside}`,
  },
}
