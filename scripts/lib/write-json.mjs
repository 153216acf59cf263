import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

/**
 * Writes a JSON file as Prettier formats it.
 *
 * @param {string} file
 * @param {unknown} value
 */
export async function writeJson(file, value) {
  const options = { ...(await resolveConfig(file)), filepath: file }
  writeFileSync(file, await format(JSON.stringify(value), options))
}
