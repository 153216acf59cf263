/** Formats an English count: 1 step, 2 steps. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

/** The same for a number that is already formatted. */
export function counted(n: string, one: string, many = `${one}s`): string {
  return `${n} ${n === '1' ? one : many}`
}
