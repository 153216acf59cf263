import { crc32, deflateRawSync } from 'node:zlib'
import { onOneLine } from '../../../contract/notices'
import { encodePng } from '../../image/png'
import type { OpenSource } from '../source'

/** A grey PNG of one level, by which tests tell it from others. */
export const png = (level: number, size = 2): Promise<Uint8Array> =>
  encodePng({
    width: size,
    height: size,
    channels: 1,
    data: new Uint8Array(size * size).fill(level),
  })

/** An entry of a zip file; the fields after `data` replace what would be true. */
export interface MadeEntry {
  name: string | Uint8Array
  data: Uint8Array | string
  method?: number
  flags?: number
  mode?: number
  size?: number
  compressedSize?: number
  crc?: number
  offset?: number
}

/** Builds a zip file. `count` replaces the number of entries that it says it has. */
export function zipBytes(entries: readonly MadeEntry[], { count = entries.length } = {}): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data)
    const name = Buffer.from(entry.name)
    const method = entry.method ?? 8
    const stored = method === 8 ? deflateRawSync(data) : data
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0), 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE(entry.crc ?? crc32(data), 10)
    fields.writeUInt32LE(entry.compressedSize ?? stored.length, 14)
    fields.writeUInt32LE(entry.size ?? data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, stored])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    rest.writeUInt32LE(entry.offset ?? offset, 10)
    const made = Buffer.from([20, 3])
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, fields, rest, name]))
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, list, end])
}

/** Reads all entries: the bytes, or the code of the reason why not, by name. */
export async function readEverything(
  source: OpenSource,
): Promise<Record<string, Uint8Array | string | undefined>> {
  const found: Record<string, Uint8Array | string | undefined> = {}
  const indices = Array.from({ length: source.count }, (_, i) => i)
  let i = 0
  for await (const read of source.read(indices, new AbortController().signal)) {
    const { name } = source.entry(i++)
    found[name] =
      'encoded' in read ? read.encoded : 'refused' in read ? read.refused.problem?.code : undefined
  }
  return found
}

/** Labels and parts by name, such as "train cat". */
export function entriesOf(source: OpenSource): Record<string, string> {
  const { classes } = source.description
  return Object.fromEntries(
    Array.from({ length: source.count }, (_, i) => {
      const { name, part, label } = source.entry(i)
      return [name, `${part} ${label === null ? '-' : (classes?.[label]?.name ?? '?')}`]
    }),
  )
}

export const notesOf = (source: OpenSource): string[] =>
  source.description.notes.map((note) => onOneLine(note, 'en'))
