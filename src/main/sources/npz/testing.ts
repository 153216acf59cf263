import { crc32 } from 'node:zlib'

/** Builds a npy file; the elements need not match the shape. */
export function npyBytes(
  type: string,
  shape: readonly number[] | string,
  elements: Uint8Array,
  { version = 1, headerBytes }: { version?: number; headerBytes?: number } = {},
): Uint8Array {
  const sizes = typeof shape === 'string' ? shape : `${shape.join(', ')},`
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }\n`
  const length = Buffer.alloc(headerBytes === undefined ? 2 : 4)
  if (headerBytes === undefined) length.writeUInt16LE(text.length)
  else length.writeUInt32LE(headerBytes)
  const major = headerBytes === undefined ? version : 2
  return Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([major, 0]),
    length,
    Buffer.from(text),
    elements,
  ])
}

interface Lies {
  flags?: number
  method?: number
  /** The declared size of the unpacked bytes. */
  declared?: number
}

/** Builds a zip of stored npy members. */
export function zipBytes(
  members: Readonly<Record<string, Uint8Array>> | readonly (readonly [string, Uint8Array])[],
  { flags = 0, method = 0, declared }: Lies = {},
): Uint8Array {
  const entries = Array.isArray(members) ? members : Object.entries(members)
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of entries as readonly (readonly [string, Uint8Array])[]) {
    const file = Buffer.from(`${name}.npy`)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(declared ?? bytes.length, 18)
    common.writeUInt16LE(file.length, 22)
    const start = Buffer.alloc(46)
    start.writeUInt32LE(0x02014b50, 0)
    common.copy(start, 6)
    start.writeUInt32LE(offset, 42)
    central.push(Buffer.concat([start, file]))
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, file, Buffer.from(bytes))
    offset += 30 + file.length + bytes.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}
