import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const CHUNK = 1 << 20

/**
 * Unpacks selected entries of a zip file in a stream, so a gigabyte takes no more memory than a
 * small entry. The caller must have checked the file's SHA-256.
 * @param {string} path
 * @param {string} dir receives the entries under their own names
 * @param {(name: string) => boolean} wanted
 * @returns {Promise<string[]>} the names of the entries that were unpacked
 */
export async function unzip(path, dir, wanted) {
  // Imported here because this module is loaded before node_modules exists.
  const { Unzip, UnzipInflate } = await import('fflate')
  /** @type {string[]} */
  const names = []
  const zip = new Unzip((entry) => {
    if (entry.name.endsWith('/') || !wanted(entry.name)) return
    names.push(entry.name)
    entry.ondata = entryWriter(join(dir, safeName(entry.name)))
    entry.start()
  })
  zip.register(UnzipInflate)
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    zip.push(/** @type {Uint8Array} */ (chunk))
  }
  zip.push(new Uint8Array(0), true)
  return names
}

/** @param {string} name @throws if the entry would land outside the folder it is unpacked into */
function safeName(name) {
  const normal = normalize(name)
  if (name.startsWith('/') || name.includes('\\') || normal.split('/').includes('..')) {
    throw new Error(`its entry ${JSON.stringify(name)} points outside the archive`)
  }
  return normal
}

/** @param {string} path @returns {import('fflate').AsyncFlateStreamHandler} */
function entryWriter(path) {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  return (error, data, final) => {
    if (!error) writeAll(file, data)
    if (error || final) closeSync(file)
    if (error) throw error
  }
}

/** @param {number} file @param {Uint8Array} data */
function writeAll(file, data) {
  for (let written = 0; written < data.length;) written += writeSync(file, data, written)
}
