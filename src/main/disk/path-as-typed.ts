import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemError } from '../../contract/errors'

/**
 * The path that a user typed or pasted: `~` is the home folder, quotes around it are removed, and a
 * file:// address is converted, as file managers and terminals copy them.
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
