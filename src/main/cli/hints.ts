/**
 * The command line that runs this program again: through npm if it was started through npm, since
 * it is not on the PATH then.
 */
export function commandHint(command: 'train' | 'resume' | 'generate', ...args: string[]): string {
  const viaNpm = process.env['npm_lifecycle_event'] !== undefined
  return [viaNpm ? `npm run ${command} --` : `gan-studio ${command}`, ...args].join(' ')
}
