import type { EngineChoice } from '../../../contract/engines'
import type { Disconnection } from '../../../contract/rpc'

export const common = {
  appName: 'GAN Studio',
  pageTitle: (screen: string) => `${screen} · GAN Studio`,
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  nav: {
    runs: 'Runs',
    newRun: 'New run',
    queue: 'Queue',
    sweeps: 'Sweeps',
    data: 'Data',
    generate: 'Generate',
    learn: 'Learn',
    settings: 'Settings',
  },
  waiting: (n: string) => `${n} waiting`,
  compareRuns: 'Compare runs',
  trainingNow: 'Training now',
  notFound: 'Page not found',
  notFoundText: 'There is nothing at this address.',
  toRuns: 'Go to Runs',
  connecting: 'Connecting to GAN Studio…',
  disconnected: {
    lost: {
      title: 'The connection to GAN Studio was lost.',
      text: 'Reconnecting… Until then, this page cannot tell whether training continues. If it takes more than a minute, check that GAN Studio is running and that your network connection works.',
    },
    closed: {
      title: 'GAN Studio has quit.',
      text: 'Start it again, and this page reconnects. If it does not, open the address printed in the terminal.',
    },
    refused: {
      title: 'The connection to GAN Studio was lost.',
      text: 'GAN Studio restarted with a new token. Open the address it printed.',
    },
  } satisfies Record<Disconnection, { title: string; text: string }>,
  connectionBack: 'Reconnected. This page is up to date.',
  restarted: 'GAN Studio restarted. This page is up to date.',
  restartedMeanwhile: 'GAN Studio restarted. These runs were training:',
  restartedRun: {
    stopped: (step: string) => `Saved and stopped at step ${step}.`,
    finished: (step: string) => `Finished at step ${step}.`,
    failed: (step: string) => `Failed at step ${step}.`,
    interrupted: (step: string) =>
      `Interrupted at step ${step}: GAN Studio quit before it could stop the run. Its checkpoints are safe.`,
    created: () => 'Interrupted before its first step.',
    queued: (step: string) => `Interrupted at step ${step}; waiting in the queue.`,
  },
  otherVersion: 'This page is from another version of GAN Studio',
  otherVersionText: 'Reload the page to get the matching version.',
  reload: 'Reload',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Try again',
  loading: 'Loading…',
  screenFailed: 'Couldn’t load this page',
  screenFailedText: 'Check the connection, then try again. If that doesn’t help, reload the page.',
  dismiss: 'Dismiss',
  messages: 'Notifications',
  none: '—',
  /** Separates complete sentences, which may or may not end with a full stop. */
  sentenceGap: ' · ',
  /** Separates the items of a list. */
  listGap: ', ',
  /** Separates items that may contain commas. */
  partGap: '; ',
  engines: {
    auto: 'Automatic',
    tensorflow: 'TensorFlow',
    wasm: 'WebAssembly',
    cpu: 'Plain JavaScript',
  } satisfies Record<EngineChoice, string>,
  stepsPerSecond: (rate: string) => `${rate} steps/s`,
}
