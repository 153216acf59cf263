import { count } from '../../../i18n/plural'

export const compare = {
  intro: 'Charts, metrics, settings and samples of several runs side by side.',
  loadFailed: (run: string) => `Couldn’t load all of ${run}`,
  tooMany: {
    title: (most: number) => `At most ${most} runs can be compared`,
    text: (n: number) => `This address has ${n}.`,
    first: (most: number) => `Compare the first ${most}`,
  },
  tooFew: {
    none: 'No runs to compare',
    one: 'Only one run to compare',
    text: 'Add runs above, or select 2 to 8 runs in the list of runs and press Compare.',
  },
  missing: {
    title: (n: number) => (n === 1 ? 'A run was not found' : `${n} runs were not found`),
    text: 'Deleted, or in another data folder:',
    leaveOut: 'Leave out',
  },
  legend: {
    title: 'Runs',
    show: (run: string) => `Show ${run}`,
    highlight: (run: string) => `Highlight ${run}`,
    remove: (run: string) => `Remove ${run}`,
    highlightNone: 'Clear highlight',
    help: 'Click a curve to highlight its run; press Esc to clear the highlight.',
  },
  add: {
    open: 'Add run',
    full: (most: number) => `At most ${most} runs can be compared.`,
    search: 'Search runs',
    placeholder: 'Name, data set or ID',
    found: (n: number) => count(n, 'run'),
  },
  axis: {
    label: 'Compare by',
    names: { step: 'Steps', images: 'Images seen', time: 'Training time' },
    help: {
      step: 'Training steps, regardless of the batch size.',
      images: 'Steps × batch size × discriminator steps.',
      time: 'Time spent training, without pauses. Includes the time of steps that were lost and trained again.',
    },
    stepAt: (step: string) => `Step ${step}`,
    imagesAt: (images: string) => `${images} images`,
    timeAt: (duration: string) => `${duration} of training`,
    seconds: (seconds: string) => `${seconds}s`,
  },
  charts: {
    title: 'Charts',
    empty: 'No steps yet',
    emptyText: 'Charts appear after the first training step.',
    otherLosses: (groups: string) =>
      `These runs use different losses (${groups}), so their values are on different scales. Compare only the shapes of the curves.`,
    lossOf: (loss: string, runs: string) => `${loss}: ${runs}`,
    leftOut: (runs: string) => `Left out because measured differently: ${runs}.`,
  },
  protocol: {
    label: 'Image metrics',
    help: 'Only values measured in the same way are drawn.',
    ofRuns: (protocol: string, n: number) => `${protocol} · ${count(n, 'run')}`,
    otherwise: (runs: string) =>
      `Left out of these charts because measured with another feature net, data set, number of real images, seed or engine: ${runs}.`,
    unmeasured: (runs: string) => `Not measured: ${runs}.`,
    weights: {
      ema: (runs: string) => `Measured with averaged weights (EMA): ${runs}.`,
      raw: (runs: string) => `Measured with current weights: ${runs}.`,
    },
    counts: (runs: string, counts: string) =>
      `Measured with ${counts} generated images, which affects FID: ${runs}.`,
  },
  table: {
    title: 'Metrics',
    run: 'Run',
    state: 'State',
    step: 'Steps',
    images: 'Images seen',
    seconds: 'Training time',
    export: 'Export CSV',
    best: (metric: string) => `Best ${metric}`,
    bestHelp: '(the run’s best value)',
    newestHelp: '(newest value)',
    help: '★ marks the best value in a column. Losses and discriminator outputs have no best value: they show balance, not quality.',
    otherHelp:
      '† marks values that were measured differently from the other runs’ and are not compared.',
    isBest: 'best',
    isOther: 'measured differently',
    atStep: (step: string) => `step ${step}`,
    measured: (step: string, images: string, net: string) =>
      `Step ${step}; ${images} generated images; ${net}`,
    csv: {
      name: 'Run',
      id: 'ID',
      state: 'State',
      step: 'Steps',
      images: 'Images seen',
      seconds: 'Training time (s)',
      stepOf: (metric: string) => `${metric}: step`,
      imagesOf: (metric: string) => `${metric}: generated images`,
      netOf: (metric: string) => `${metric}: feature net`,
    },
  },
  settings: {
    title: 'Settings that differ',
    setting: 'Setting',
    none: 'No differences: these runs have the same settings.',
    help: '— means that the setting has no effect in that run.',
  },
  grids: {
    title: 'Samples',
    empty: 'No samples yet',
    emptyText: 'Grids of generated images appear here during training.',
    timeline: 'Timeline of samples',
    none: 'None yet',
    whole: 'Whole grids',
    alt: (run: string, place: string) => `Generated images of ${run}: ${place}`,
    help: 'Each run shows its newest grid up to this position. Click an image to enlarge it in all grids; press Esc to go back.',
  },
}
