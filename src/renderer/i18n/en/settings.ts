export const settings = {
  title: 'Settings',
  intro: 'Changes take effect at once and are kept.',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageSystem: 'System',
  languages: { en: 'English', 'zh-CN': '简体中文' },
  compute: 'Computing',
  unavailable: 'Not available',
  device: (device: string, threads: number) =>
    `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  checkAgain: 'Check again',
  dataFolder: 'Data folder',
  dataFolderHelp: 'Runs, checkpoints and sample grids lie here, in open formats.',
  dataFolderChange:
    'To keep them elsewhere, set GAN_STUDIO_HOME to the folder before you start the studio.',
  about: 'About',
  version: 'Version',
  host: 'Runs in',
  hosts: { electron: 'Desktop application', web: 'Browser' },
  protocol: 'Protocol',
}
