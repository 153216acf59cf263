import { count } from '../plural'

export const settings = {
  title: 'Settings',
  intro: 'Changes are saved automatically.',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageSystem: 'System',
  languages: { en: 'English', 'zh-CN': '简体中文' },
  notifications: 'Notifications',
  notify: 'Notify me when training ends',
  notifyRefused: 'Your browser blocks notifications. Allow them in its site settings.',
  compute: 'Engines',
  unavailable: 'Not available',
  device: (device: string, threads: number) => `${device}, ${count(threads, 'thread')}`,
  checkAgain: 'Check again',
  speed: {
    measured: (threads: number, library: string | undefined, when: string | undefined) =>
      `Fastest settings for TensorFlow: ${count(threads, 'thread')}${library === undefined ? '' : `, ${library}`}${when === undefined ? '' : ` (measured ${when})`}.`,
    unknown:
      'The fastest settings for TensorFlow have not been measured yet. They are measured before the next run that uses TensorFlow.',
    off: 'The fastest settings for TensorFlow are not measured before a run, because the environment variable GAN_STUDIO_MEASURE is “never”.',
    now: 'Measuring. This usually takes 5 to 20 seconds, or minutes on a busy machine.',
    busy: 'Measured on a busy machine, so other settings may be faster. Measure again when it is idle.',
    again: 'Measure again',
    first: 'Measure now',
    training: 'Available when no run is training, starting or paused.',
  },
  dataFolder: 'Data folder',
  dataFolderHelp: 'Runs, checkpoints and sample grids are stored here in open formats.',
  dataFolderChange:
    'To use another folder, set GAN_STUDIO_HOME to its path before you start GAN Studio.',
  about: 'About',
  version: 'Version',
  host: 'Running as',
  hosts: { electron: 'Desktop app', web: 'Web server' },
  protocol: 'Protocol',
}
