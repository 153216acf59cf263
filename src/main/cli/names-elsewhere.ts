/* Flags of other training programs, for which commander suggests nothing similar. */

const names: Readonly<Record<string, string>> = {
  '--max-steps': '--steps',
  '--max-epochs': '--epochs',
  '--eval-interval': '--metrics-interval',
  '--save-every': '--checkpoint-interval',
}

/** Adds a suggestion to commander's message about an unknown flag, if it has none. */
export function withHint(text: string): string {
  const flag = /unknown option '(--[\w-]+)'/.exec(text)?.[1]
  const meant = flag === undefined ? undefined : names[flag]
  if (meant === undefined || text.includes('Did you mean')) return text
  return text.replace(/(unknown option '[^']+')/, `$1\n(Did you mean ${meant}?)`)
}
