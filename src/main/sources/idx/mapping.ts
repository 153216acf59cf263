import { basename, dirname, join } from 'node:path'
import { unlessMissing } from '../../disk/errno'
import { readTextGuarded } from '../../disk/guarded'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { parseName } from './file-names'

/**
 * Reads the class names of an EMNIST set from `emnist-letters-mapping.txt` and the like beside its
 * images. Each line has a label and the codes of its characters: `1 65 97` is the class `Aa`.
 *
 * @returns undefined if there is no such file
 */
export async function emnistMapping(
  images: string,
): Promise<{ path: string; names: Map<number, string> } | undefined> {
  const prefix = parseName(basename(images))?.prefix ?? ''
  if (prefix === '') return undefined
  const path = join(dirname(images), `${prefix}-mapping.txt`)
  const guard = { maxBytes: MAX_SMALL_FILE_BYTES, code: 'data' } as const
  const text = await unlessMissing(readTextGuarded(path, guard))
  if (text === undefined) return undefined
  const lines = text.split('\n').flatMap((line) => {
    const [label, ...codes] = line.trim().split(/\s+/).map(Number)
    const valid = [label, ...codes].every((value) => Number.isInteger(value) && isSmall(value))
    if (label === undefined || codes.length === 0 || !valid) return []
    return [[label, String.fromCodePoint(...codes)] as const]
  })
  return { path, names: new Map(lines) }
}

const isSmall = (value: number | undefined): boolean =>
  value !== undefined && value >= 0 && value < 2 ** 16
