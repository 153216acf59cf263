/**
 * The command line to run this program again: through npm if it was started by npm, since it is
 * then not on the PATH. Names in `args` need {@link shellWord}.
 */
export function commandHint(
  command: 'train' | 'resume' | 'generate' | 'data' | 'queue' | 'sweep',
  ...args: string[]
): string {
  const viaNpm = process.env['npm_lifecycle_event'] !== undefined
  const hasScript = command !== 'data' && command !== 'queue'
  const npm = hasScript ? `npm run ${command} --` : `npm run studio -- ${command}`
  return [viaNpm ? npm : `gan-studio ${command}`, ...args].join(' ')
}
