/* Problems of runs that need more than the machine has; see ../problems.ts. */

export interface Need {
  needed: string
  available: string
}

/** @param fits settings each of which would be enough on its own; empty if there are none */
const instead = ({ fits }: { fits: string }) =>
  fits === ''
    ? 'No single smaller setting would fit: reduce several of them.'
    : `Any one of these would fit: ${fits}.`

export const needsProblems = {
  memoryTooSmall: {
    message: ({ needed, available }: Need) =>
      `Training would need about ${needed} of memory; only ${available} is available`,
    remedy: (given: { fits: string }) =>
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
      `At this size, the ${images} images take ${needed}; at most ${available} is supported`,
    remedy: instead,
  },
  memoryTight: {
    message: ({ needed, available }: Need) =>
      `Training needs about ${needed} of the ${available} of memory available`,
    remedy: () => 'Close other programs, or choose smaller settings.',
  },
  engineMemoryTight: {
    message: ({ engine, needed, available }: Need & { engine: string }) =>
      `These networks need about ${needed} of the ${available} that the ${engine} engine can use`,
    remedy: () => 'If training fails, choose smaller settings.',
  },
  diskTooSmall: {
    message: ({ needed, available }: Need) =>
      `The first checkpoints would take ${needed} on disk; only ${available} is free`,
    remedy: () => 'Free some space, choose another data folder, or choose smaller networks.',
  },
  diskRunsOut: {
    message: ({ needed, available }: Need) =>
      `By its last step, the run would take up to ${needed} on disk; only ${available} is free`,
    remedy: (given: { fits: string }) => `${instead(given)} Or stop the run before then.`,
  },
  diskTight: {
    message: ({ needed, available }: Need) =>
      `The run may take ${needed} of the ${available} free on disk`,
    remedy: () => 'Keep fewer checkpoints, or free some space.',
  },
  lastBatchOfOne: {
    message: ({ images, batchSize }: { images: number; batchSize: number }) =>
      `With ${images} images in batches of ${batchSize}, the last batch of each epoch has one image, which batch norm cannot normalise`,
    remedy: ({ other }: { other: number }) =>
      `That step teaches the networks little and shifts the running averages. A batch size of ${other} avoids it.`,
  },
  fitsBatchSize: { message: ({ value }: { value: number }) => `batch size ${value}` },
  fitsImageSize: { message: ({ value }: { value: number }) => `image size ${value}` },
  fitsGrey: { message: () => '1 channel (grey)' },
  fitsEngine: { message: ({ engine }: { engine: string }) => `the ${engine} engine` },
  fitsKeptCheckpoints: {
    message: ({ value }: { value: number }) =>
      `keeping ${value} ${value === 1 ? 'checkpoint' : 'checkpoints'}`,
  },
  fitsSampleInterval: {
    message: ({ value }: { value: number }) => `a sample interval of ${value}`,
  },
}
