/* Problems with checkpoints, weights, and images generated from them; see ../problems.ts. */

import { counted, grouped } from '../counted'
import type { OtherFormat } from '../file-format'
import { asSafetensors, formatNames } from './formats'

const earlier = () => 'Use an earlier checkpoint of the run, or restore this one from a backup.'
const giveWeights = () =>
  'Give the folder of a run or a checkpoint, or a .safetensors file. To save one in PyTorch: ' +
  'safetensors.torch.save_file(generator.state_dict(), "generator.safetensors").'
const startAgain = () =>
  'Restore a checkpoint from a backup, or start again from the beginning with ' +
  '"resume --from-start"; the existing files are then moved to set-aside in the run\'s folder.'
const trainFirst = () => 'Train it for a while, or choose another run.'

/** Tensors by name and shape; lists are truncated, and `more…` counts the rest. */
export interface Listed {
  expected: string
  moreExpected: number
  found: string
  moreFound: number
}
const andMore = (count: number): string => (count === 0 ? '' : ` and ${grouped(count)} more`)

export const weightsProblems = {
  newerVersion: {
    message: ({ what, from, upTo }: { what: string; from: number; upTo: number }) =>
      `${what} was created by a newer version of GAN Studio (schema ${from}; this version reads up to ${upTo})`,
    remedy: () => 'Update GAN Studio to open it. The file was not changed.',
  },
  unknownValue: {
    message: ({ what, name, value }: { what: string; name: string; value: string }) =>
      `${what} has a value that this version of GAN Studio does not know: ${name} is ${value}`,
    remedy: () =>
      'Open it with the version that created it, or update GAN Studio. The file was not changed.',
  },
  badCheckpoint: {
    message: ({ why }: { why: string }) => `The checkpoint cannot be used: ${why}`,
    remedy: earlier,
  },
  checkpointUnreadable: {
    message: ({ why }: { why: string }) => `The checkpoint cannot be read: ${why}`,
    remedy: earlier,
  },
  runUnreadable: {
    message: ({ why }: { why: string }) => `The run cannot be read: ${why}`,
    remedy: () => "Restore its run.json from a backup, or delete the run's folder.",
  },
  manifestChanged: {
    message: () => 'The manifest was changed or damaged after it was saved',
    remedy: earlier,
  },
  weightsDoNotFit: {
    message: ({ why }: { why: string }) => `the weights do not fit this network: ${why}`,
    remedy: () => 'Use weights of a network with the same architecture and sizes.',
  },
  otherNetworks: {
    message: ({ network }: { network: string }) =>
      `the checkpoint's ${network} does not match the run's settings`,
    remedy: () =>
      'Resume it with the version that saved it. This version can still generate images from it.',
  },
  weightsNotFinite: {
    message: ({ why }: { why: string }) => `the weights cannot be used: ${why}`,
    remedy: () => 'Their training probably diverged. Use weights from an earlier step.',
  },
  imagesNotFinite: {
    message: ({ count, of }: { count: number; of: number }) =>
      `${grouped(count)} of ${grouped(of)} images came out with NaN or infinite pixels, so none were saved`,
    remedy: () =>
      'These weights overflow: use weights from an earlier step, or a latent scale closer to 1.',
  },
  networksTooLarge: {
    message: (g: { size: number; channels: number; latentDim: number; gib: string }) =>
      `networks for images of ${g.size} x ${g.size} x ${g.channels} and latents of ${g.latentDim} ` +
      `need ${g.gib} GiB, which does not fit on this machine`,
    remedy: () => 'Choose a smaller image size or a smaller architecture.',
  },
  optimizerDoesNotFit: {
    message: ({ name }: { name: string }) =>
      `the optimiser's ${name} is missing or has the wrong shape`,
    remedy: earlier,
  },
  noCheckpointYet: {
    message: () => 'The run has no checkpoint yet',
    remedy: trainFirst,
  },
  noUsableCheckpoint: {
    message: ({ why }: { why: string }) => `The run has no usable checkpoint; ${why}`,
    remedy: trainFirst,
  },
  noSoundCheckpoint: {
    message: () => 'The run has no usable checkpoint to start from',
    remedy: () => 'Start a new run from the beginning instead.',
  },
  branchNetworks: {
    message: ({ network }: { network: string }) =>
      `with these settings, the ${network} would not match the checkpoint's`,
    remedy: () =>
      'Keep the architecture, image size, channels and latent size of the original run, or start from the beginning.',
  },
  branchBatchSize: {
    message: ({ batchSize }: { batchSize: number }) =>
      `a run that starts from a checkpoint keeps its batch size, ${grouped(batchSize)}, so that epochs stay the same length`,
    remedy: ({ batchSize }: { batchSize: number }) =>
      `Set it to ${grouped(batchSize)}, or start from the beginning.`,
  },
  noAverage: {
    message: () => 'this checkpoint has no moving average of the generator',
    remedy: () => 'Use the weights as trained (raw), or a checkpoint of a run that averages.',
  },
  branchSetting: {
    message: ({ setting }: { setting: string }) =>
      `a run that starts from a checkpoint keeps this setting, ${setting}, since what the checkpoint stores depends on it`,
    remedy: ({ setting }: { setting: string }) =>
      `Set it to ${setting}, or start from the beginning.`,
  },
  checkpointNotFolder: { message: () => 'it is not a folder' },
  checkpointNameNotStep: {
    message: ({ name }: { name: string }) => `“${name}” is not named after a step`,
  },
  cannotResume: {
    message: ({ why }: { why: string }) => `None of the run's checkpoints can be used: ${why}`,
    remedy: startAgain,
  },
  checkpointsGone: {
    message: ({ step }: { step: number }) =>
      `The run was saved at step ${grouped(step)}, but its checkpoints are gone`,
    remedy: startAgain,
  },
  otherSettings: {
    message: ({ step, differences }: { step: number; differences: string }) =>
      `The checkpoint at step ${grouped(step)} was trained with settings that differ from run.json: ${differences}`,
    remedy: () =>
      'Restore the values in run.json. To train with other values, start a new run from this checkpoint with "train --from".',
  },
  settingDiffers: {
    message: ({ name, run, checkpoint }: { name: string; run: string; checkpoint: string }) =>
      `${name} is ${checkpoint} in the checkpoint and ${run} in run.json`,
  },
  nothingThere: { message: () => 'There is nothing at this path', remedy: giveWeights },
  holdsNoWeights: {
    message: () => 'This folder is neither a run nor a checkpoint',
    remedy: giveWeights,
  },
  notSafetensors: {
    message: () => 'Weights are read from .safetensors files only',
    remedy: giveWeights,
  },
  weightsOfOtherFormat: {
    message: ({ format }: { format: OtherFormat }) =>
      `The file is ${formatNames[format]}, not safetensors`,
    remedy: ({ format }: { format: OtherFormat }) =>
      `GAN Studio only opens .safetensors files. ${asSafetensors[format]}`,
  },
  badSafetensors: {
    message: ({ why }: { why: string }) => `This is not a valid safetensors file: ${why}`,
    remedy: () => 'Use another checkpoint, or copy or export the file again.',
  },
  notAGenerator: {
    message: (g: { closest: string } & Listed) =>
      `these weights fit no generator of GAN Studio. The closest is ${g.closest}: ` +
      `expected ${g.expected || 'nothing else'}${andMore(g.moreExpected)}; ` +
      `found ${g.found || 'nothing else'}${andMore(g.moreFound)}`,
    remedy: ({ known }: { known: string }) =>
      `Expected the names and shapes of PyTorch's state dict for one of the architectures (${known}), ` +
      'for square images of 1 or 3 channels.',
  },
  severalGenerators: {
    message: ({ could }: { could: string }) =>
      `these weights fit more than one generator: ${could}`,
    remedy: () => "Open the checkpoint's folder instead; its manifest says which generator it is.",
  },
  couldBeGenerator: {
    message: (g: { architecture: string; latentDim: number; channels: number; size: number }) =>
      `${g.architecture} with latents of ${g.latentDim} and images of ` +
      `${g.channels} x ${g.size} x ${g.size}`,
  },
  weightsChanged: {
    message: () => 'the weights have changed since these images were generated',
    remedy: () => 'Generate the images again.',
  },
  weightsGone: {
    message: () => 'the opened weights are no longer in memory',
    remedy: () => 'Open the file again.',
  },
  imagesGone: {
    message: () => 'these images are no longer in memory',
    remedy: () => 'Generate them again: the same seed gives the same images.',
  },
  tooManyImages: {
    message: ({ count, size, channels }: { count: number; size: number; channels: number }) =>
      `${counted(count, 'image')} of ${size} x ${size} x ${channels} would take too much memory`,
    remedy: ({ most }: { most: number }) => `Generate at most ${grouped(most)}.`,
  },
  fileTooLarge: {
    message: () => 'the file is larger than 36 MB',
    remedy: () => "Choose a generator's weights, such as a checkpoint's generator.safetensors.",
  },
  fileNotWhole: { message: () => 'the upload is incomplete', remedy: () => 'Open the file again.' },
  fileNotRead: {
    message: ({ why }: { why: string }) => `the file could not be read: ${why}`,
  },
  generatorUnconditional: {
    message: () => 'this generator was trained without classes, so you cannot choose one',
    remedy: () =>
      'Leave out the classes, or choose a run trained with classes (its setting “Classes”).',
  },
  noSuchClass: {
    message: ({ label, last }: { label: number; last: number }) =>
      `this generator has no class ${grouped(label)}: its classes are 0 to ${grouped(last)}`,
    remedy: () => 'Choose one of its classes.',
  },
  endsOutsideSet: { message: () => 'both images must be from the same set of generated images' },
}
