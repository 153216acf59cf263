export const hardware = {
  title: 'Hardware',
  summary: 'Processor, memory and GPU while the run trained',
  loadFailed: 'Couldn’t load the hardware samples',
  none: 'No samples yet. They are taken every few seconds while the run trains.',
  charts: {
    processor: {
      title: 'Processors in use',
      help: (processors: number) =>
        `How many of the machine’s ${processors} processors were busy, and how many of them with this run.`,
    },
    memory: {
      title: 'Memory',
      help: (total: string) =>
        `Memory in use on the machine, out of ${total}, and by this run’s trainer.`,
    },
    gpu: {
      title: 'GPU in use',
      help: 'Share of the time in which each GPU was computing, as reported by its driver.',
    },
    gpuMemory: {
      title: 'GPU memory',
      help: (total: string) => `Memory in use on each GPU, by all programs; at most ${total}.`,
    },
  },
  lines: { machine: 'All programs', trainer: 'This run' },
  diskFree: (bytes: string) => `Free on the disk: ${bytes}`,
}
