/**
 * Takes a flag of ours out of the arguments that are passed on.
 * @param {string[]} args
 * @param {string} flag
 * @returns {{ present: boolean, rest: string[] }}
 */
export function takeFlag(args, flag) {
  // What follows `--` is not ours to read.
  const end = args.indexOf('--')
  const isOurs = (/** @type {string} */ arg, /** @type {number} */ index) =>
    arg === flag && (end === -1 || index < end)
  return { present: args.some(isOurs), rest: args.filter((arg, index) => !isOurs(arg, index)) }
}
