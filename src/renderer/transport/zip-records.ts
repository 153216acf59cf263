/*
 * The records of a zip file whose files are stored uncompressed: PKWARE's APPNOTE 6.3.10, sections
 * 4.3.7 to 4.3.16. Numbers that do not fit a record are in its 64-bit extension.
 */

/** A file in a zip file; its content follows its header. */
export interface Member {
  /** In UTF-8. */
  name: Uint8Array
  /** Bytes of its content. */
  size: number
  /** Position of its header. */
  offset: number
}

const MOST_16 = 0xffff
const MOST_32 = 0xffff_ffff
const NAMES_IN_UTF8 = 0x800
const [VERSION, VERSION_64] = [20, 45]
/** 1 January 1980, the earliest date: dates of files are not needed. */
const DATE = 0x21
const HEADER_BYTES = 30
const EXTRA_64 = 1

type Field = readonly [value: number, bytes: 2 | 4 | 8]

/** Joins numbers, in little-endian order, and the bytes after them. */
function record(fields: readonly Field[], ...rest: Uint8Array[]): Uint8Array {
  const length = fields.reduce((sum, [, bytes]) => sum + bytes, 0)
  const joined = new Uint8Array(rest.reduce((sum, part) => sum + part.length, length))
  const view = new DataView(joined.buffer)
  let at = 0
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else if (bytes === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += bytes
  }
  for (const part of rest) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const isLarge = ({ size }: Member): boolean => size >= MOST_32

/** The 64-bit extension with the numbers that do not fit a record; empty if there are none. */
function extension(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return new Uint8Array()
  const fields = numbers.map((value): Field => [value, 8])
  return record([[EXTRA_64, 2], [8 * numbers.length, 2], ...fields])
}

/** Length of a file's header in bytes. */
export const headerLength = (member: Member): number =>
  HEADER_BYTES + member.name.length + (isLarge(member) ? 20 : 0)

/** The fields that a file's header and its entry in the list share. */
function shared(member: Member, crc: number, extra: Uint8Array): Field[] {
  const size = Math.min(member.size, MOST_32)
  return [
    [extra.length > 0 ? VERSION_64 : VERSION, 2],
    [NAMES_IN_UTF8, 2],
    ...([0, 0, DATE].map((value) => [value, 2]) satisfies Field[]),
    [crc, 4],
    [size, 4],
    [size, 4],
    [member.name.length, 2],
    [extra.length, 2],
  ]
}

/** The header before a file's content. */
export function header(member: Member, crc: number): Uint8Array {
  const extra = extension(isLarge(member) ? [member.size, member.size] : [])
  return record([[0x04034b50, 4], ...shared(member, crc, extra)], member.name, extra)
}

/** The numbers of a file's entry in the list that do not fit. */
const beyond = (member: Member): number[] => [
  ...(isLarge(member) ? [member.size, member.size] : []),
  ...(member.offset >= MOST_32 ? [member.offset] : []),
]

/** A file's entry in the list at the end. */
export function listEntry(member: Member, crc: number): Uint8Array {
  const extra = extension(beyond(member))
  // No comment, disk number 0, no attributes.
  const none: Field[] = [...([0, 0, 0].map((value) => [value, 2]) satisfies Field[]), [0, 4]]
  return record(
    [
      [0x02014b50, 4],
      [VERSION_64, 2],
      ...shared(member, crc, extra),
      ...none,
      [Math.min(member.offset, MOST_32), 4],
    ],
    member.name,
    extra,
  )
}

/** Length of a file's entry in the list, in bytes. */
export const listEntryLength = (member: Member): number => listEntry(member, 0).length

/** The end of a zip file. @param list position and bytes of the list of its files */
export function end(files: number, list: { offset: number; bytes: number }): Uint8Array {
  const last = record([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [Math.min(files, MOST_16), 2],
    [Math.min(files, MOST_16), 2],
    [Math.min(list.bytes, MOST_32), 4],
    [Math.min(list.offset, MOST_32), 4],
    [0, 2],
  ])
  if (files < MOST_16 && list.offset < MOST_32 && list.bytes < MOST_32) return last
  const large = record([
    [0x06064b50, 4],
    [44, 8],
    [VERSION_64, 2],
    [VERSION_64, 2],
    [0, 4],
    [0, 4],
    [files, 8],
    [files, 8],
    [list.bytes, 8],
    [list.offset, 8],
  ])
  const locator: Field[] = [
    [0x07064b50, 4],
    [0, 4],
    [list.offset + list.bytes, 8],
    [1, 4],
  ]
  return record([], large, record(locator), last)
}
