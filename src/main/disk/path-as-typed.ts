import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemError } from '../../contract/errors'

/**
 * Converts a path that a user typed or pasted: `~` becomes the home folder, quotes around the path
 * are removed, and file:// addresses, as file managers copy them, become paths.
 *
 * @returns an absolute path
 * @throws StudioError `usage` for a web address, or a file:// address of another machine
 */
export function pathAsTyped(typed: string, home = homedir()): string {
  const plain = withoutQuotes(typed.trim())
  if (/^file:/i.test(plain)) return pathOfAddress(plain)
  if (/^https?:\/\//i.test(plain)) {
    throw problemError('usage', 'sourceWebAddress', {}, { where: plain })
  }
  if (plain === '~') return home
  return /^~[/\\]/.test(plain) ? join(home, plain.slice(2)) : resolve(plain)
}

const withoutQuotes = (text: string): string => {
  const [, , inside] = /^(["'])(.+)\1$/s.exec(text) ?? []
  return inside ?? text
}

function pathOfAddress(address: string): string {
  try {
    return resolve(fileURLToPath(address))
  } catch (cause) {
    throw problemError('usage', 'sourceAddressUnreadable', {}, { where: address, cause })
  }
}
