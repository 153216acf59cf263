/**
 * How to call this program again: through npm where it was called through npm, as it is then
 * on no one's path.
 */
export function commandHint(command: 'train' | 'resume' | 'generate', ...args: string[]): string {
  const viaNpm = process.env['npm_lifecycle_event'] !== undefined
  return [viaNpm ? `npm run ${command} --` : `gan-studio ${command}`, ...args].join(' ')
}
