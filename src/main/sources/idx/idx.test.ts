import { describe, expect, it } from 'vitest'
import { parseIdx } from './idx'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes } from './testing'
import { pattern } from '../../image/testing'

describe('parseIdx', () => {
  it.each([[[5]], [[2, 3, 4]], [[2, 2, 2, 3]]])('reads dimensions %j', (dims) => {
    const data = pattern(dims.reduce((a, b) => a * b))
    expect(parseIdx(idxBytes(dims, data), 'file')).toEqual({ dims, data })
  })

  it('reads from a view with an offset into its buffer', () => {
    const bytes = idxBytes([3], [7, 8, 9])
    const padded = new Uint8Array(bytes.length + 5)
    padded.set(bytes, 5)
    expect([...parseIdx(padded.subarray(5), 'file').data]).toEqual([7, 8, 9])
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /too short for an IDX header: it has 0 of 4 bytes/],
    ['half a magic number', Uint8Array.of(0, 0, 8), /too short .* 3 of 4 bytes/],
    ['half of its sizes', idxBytes([2, 3, 4], []).subarray(0, 9), /too short .* 9 of 16 bytes/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /is an image, not IDX/],
    ['a wrong second byte', idxBytes([1], [1], { magic: [0, 1] }), /Not an IDX file.* 0x00 0x01/],
    ['floats', idxBytes([1], [0, 0, 0, 0], { type: 0x0d }), /contains 32-bit floats, not unsigned/],
    ['signed bytes', idxBytes([1], [0], { type: 0x09 }), /contains signed bytes, not unsigned/],
    ['an unknown type', idxBytes([1], [0], { type: 0x42 }), /unknown type 0x42, not unsigned/],
    ['no dimension', idxBytes([], []), /has 0 dimensions, not 1, 3 or 4/],
    ['two dimensions', idxBytes([2, 2], [1, 2, 3, 4]), /has 2 dimensions/],
    ['five dimensions', idxBytes([1, 1, 1, 1, 1], [1]), /has 5 dimensions/],
    ['no image', idxBytes([0, 28, 28], []), /empty: its header declares 0 x 28 x 28/],
    ['no width', idxBytes([9, 28, 0], []), /empty: its header declares 9 x 28 x 0/],
    [
      '2 GiB',
      idxBytes([2 ** 31], []),
      /implausible size, 2,147,483,648: more than the limit of 2,147,483,647/,
    ],
    [
      'sizes whose product overflows 2^64',
      idxBytes([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [1]),
      /implausible size, 4,294,967,295 x 4,294,967,295 x 4,294,967,295/,
    ],
    [
      'sizes whose product is 0 modulo 2^32',
      idxBytes([2 ** 16, 2 ** 16, 2 ** 16], []),
      /implausible size, 65,536 x 65,536 x 65,536/,
    ],
    [
      'cut-off data',
      idxBytes([2, 2, 2], [1, 2, 3, 4, 5]),
      /2 x 2 x 2 = 8 bytes, but 3 bytes are missing/,
    ],
    ['trailing bytes', idxBytes([2], [1, 2, 3, 4, 5]), /at least 3 more bytes follow/],
  ])('rejects %s', async (_, bytes, message) => {
    const error = await failureOf(() => parseIdx(bytes, '/sets/mine/train-images'))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('data')
    expect(error.where).toBe('/sets/mine/train-images')
    expect(error.remedy).toBeTruthy()
  })
})
