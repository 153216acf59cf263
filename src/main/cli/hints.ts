/**
 * The command line to run this program again: through npm if it was started by npm, since it is
 * then not on the PATH.
 */
export function commandHint(command: 'train' | 'resume' | 'generate', ...args: string[]): string {
  const viaNpm = process.env['npm_lifecycle_event'] !== undefined
  return [viaNpm ? `npm run ${command} --` : `gan-studio ${command}`, ...args].join(' ')
}
