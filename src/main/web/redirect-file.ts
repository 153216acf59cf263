import fs from 'node:fs'
import path from 'node:path'

/*
 * A browser's command line can be read by every user of the machine. So the browser is given a
 * file that only its owner may read, and the file leads to the address.
 */

/** An address that the browser goes to by itself. @param url without quotes, angle brackets and & */
export const redirectPage = (url: string): string =>
  `<!doctype html><meta charset="utf-8"><title>GAN Studio</title>` +
  `<meta name="referrer" content="no-referrer">` +
  `<meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">GAN Studio</a>\n`

export interface RedirectFile {
  path: string
  /** Removes the file and its folder; also done when the process ends. */
  remove(): void
}

/**
 * Writes a page that leads to an address, for its owner's eyes alone, in a new folder of its own.
 *
 * @param parent an existing folder
 */
export function writeRedirectFile(parent: string, url: string): RedirectFile {
  // The system makes such folders for their owner alone.
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
 * Where a browser can read such a file: the data folder, unless browsers may come as snaps, which
 * read nothing below a hidden folder of the home directory; then the home directory itself.
 */
export function redirectFolder(root: string, home: string, hasSnaps: boolean): string {
  const below = path.relative(home, root)
  const inHome = !below.startsWith('..') && !path.isAbsolute(below)
  const readable = inHome && !below.split(path.sep).some((name) => name.startsWith('.'))
  return hasSnaps && !readable ? home : root
}
