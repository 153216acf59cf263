import fs from 'node:fs'
import path from 'node:path'

/*
 * Every user of the machine can read a browser's command line. So the browser gets the path of a
 * file that only its owner can read, which redirects to the address.
 */

/**
 * HTML that redirects the browser to a URL.
 *
 * @param url must not contain quotes, angle brackets or &
 */
export const redirectPage = (url: string): string =>
  `<!doctype html><meta charset="utf-8"><title>GAN Studio</title>` +
  `<meta name="referrer" content="no-referrer">` +
  `<meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">GAN Studio</a>\n`

interface RedirectFile {
  path: string
  /** Removes the file and its folder; also done when the process ends. */
  remove(): void
}

/**
 * Writes a page that redirects to a URL and that only its owner can read, in a new folder.
 *
 * @param parent an existing folder
 */
export function writeRedirectFile(parent: string, url: string): RedirectFile {
  // Only the owner can access folders made by mkdtemp.
  const folder = fs.mkdtempSync(path.join(parent, 'gan-studio-open-'))
  const remove = (): void => {
    process.off('exit', remove)
    fs.rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', remove)
  const file = path.join(folder, 'open.html')
  fs.writeFileSync(file, redirectPage(url), { flag: 'wx', mode: 0o600 })
  return { path: file, remove }
}

/**
 * A folder in which a browser can read such a file: the data folder, or the home directory if the
 * browser may be a snap and the data folder is hidden or outside the home directory, where snaps
 * can't read.
 */
export function redirectFolder(root: string, home: string, hasSnaps: boolean): string {
  const below = path.relative(home, root)
  const inHome = !below.startsWith('..') && !path.isAbsolute(below)
  const readable = inHome && !below.split(path.sep).some((name) => name.startsWith('.'))
  return hasSnaps && !readable ? home : root
}
