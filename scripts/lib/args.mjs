/**
 * Removes one of our flags from the arguments to pass on.
 * @param {string[]} args
 * @param {string} flag
 * @returns {{ present: boolean, rest: string[] }}
 */
export function takeFlag(args, flag) {
  // Arguments after `--` are never ours.
  const end = args.indexOf('--')
  const isOurs = (/** @type {string} */ arg, /** @type {number} */ index) =>
    arg === flag && (end === -1 || index < end)
  return { present: args.some(isOurs), rest: args.filter((arg, index) => !isOurs(arg, index)) }
}
