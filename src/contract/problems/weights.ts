/* Problems of checkpoints, weights, and images made of them; see ../problems.ts. */

export const weightsProblems = {
  newerVersion: {
    message: ({ what, from, upTo }: { what: string; from: number; upTo: number }) =>
      `${what} was made by a newer GAN Studio (schema ${from}, this one reads up to ${upTo})`,
    remedy: () => 'Update GAN Studio to open it; it was left as it is.',
  },
  badCheckpoint: {
    message: ({ why }: { why: string }) => `The checkpoint cannot be used: ${why}`,
    remedy: () => 'Use an earlier checkpoint of the run, or restore this one from a backup.',
  },
  badSafetensors: {
    message: ({ why }: { why: string }) => `This is not a good safetensors file: ${why}`,
    remedy: () => 'Use another checkpoint, or copy or export the file again.',
  },
  notAGenerator: {
    message: () => 'these are not the weights of a generator of this studio',
    remedy: () =>
      'Expected the names model.0.weight to model.11.bias of an MLP, or to model.7.bias of a ' +
      'DCGAN, for square images of 1 or 3 channels.',
  },
  noSuchCheckpoint: {
    message: ({ step }: { step: number }) => `the run has no checkpoint of step ${step}`,
    remedy: () => 'Choose one of those that are kept.',
  },
  weightsChanged: {
    message: () => 'the weights have changed since these images were made',
    remedy: () => 'Generate the images again.',
  },
  weightsGone: {
    message: () => 'the weights that were opened are no longer kept',
    remedy: () => 'Open the file again.',
  },
  imagesGone: {
    message: () => 'these images are no longer kept',
    remedy: () => 'Generate them again: the same seed gives the same images.',
  },
  tooManyImages: {
    message: ({ count, size, channels }: { count: number; size: number; channels: number }) =>
      `${count} images of ${size} x ${size} x ${channels} would take too much memory`,
    remedy: ({ most }: { most: number }) => `Ask for at most ${most}.`,
  },
  fileTooLarge: {
    message: () => 'the file is larger than 36 MB',
    remedy: () => "Choose a generator's weights: generator.safetensors of a checkpoint.",
  },
}
