import { expect, test } from 'vitest'
import { StudioError } from '../../../contract/errors'
import type { HostTensor } from '../../../contract/tensors'
import { decodeSafetensors, safetensorsParts } from './safetensors'
import { f32, i64, seededRandom, someWeights } from '../testing/samples-of-data'

/** Encodes tensors as a complete file. */
const encoded = (...given: Parameters<typeof safetensorsParts>) =>
  Uint8Array.from(Buffer.concat(safetensorsParts(...given)))

/** Builds a file from any header and any data. */
function file(header: string | Uint8Array, data: number | Uint8Array = 0, length?: bigint) {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header
  const rest = typeof data === 'number' ? new Uint8Array(data) : data
  const bytes = new Uint8Array(8 + json.length + rest.length)
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(rest, 8 + json.length)
  return bytes
}

const entry = (begin: unknown, end: unknown, shape: unknown = [1], dtype: unknown = 'F32') =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] })
const one = (text: string, data: number | Uint8Array = 4) => file(`{"a":${text}}`, data)

const roundTrip = (tensors: Map<string, HostTensor>) =>
  decodeSafetensors(encoded(tensors), 'memory').tensors

test('tensors survive a round trip, in order', () => {
  const tensors = new Map([
    ...someWeights(3),
    ['7', f32([1], [NaN])],
    ['3', f32([2, 0], [])],
    ['__proto__', f32([], [-0])],
    ['constructor', i64([2], [-1, 2 ** 40])],
    ['größe "quoted" \u2028', f32([1], [Infinity])],
  ])
  const back = roundTrip(tensors)
  expect(back).toEqual(tensors)
  expect([...back.keys()]).toEqual([...tensors.keys()])
  expect(Object.is(back.get('__proto__')?.data[0], -0)).toBe(true)
  expect(({} as Record<string, unknown>)['dtype']).toBeUndefined()
  expect(roundTrip(new Map())).toEqual(new Map())
})

test('the bytes are as specified', () => {
  const bytes = encoded(new Map([['a', f32([2], [1, -2])]]), { format: 'pt' })
  const header =
    '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
  expect(Buffer.from(bytes.subarray(0, 8)).toString('hex')).toBe('5800000000000000')
  expect(Buffer.from(bytes.subarray(8, 8 + 0x58)).toString()).toBe(header.padEnd(0x58))
  expect(Buffer.from(bytes.subarray(8 + 0x58)).toString('hex')).toBe('0000803f000000c0')
  expect(decodeSafetensors(bytes, 'memory').metadata).toEqual({ format: 'pt' })
})

test('every tensor is aligned to its element size, as PyTorch requires', () => {
  const bytes = encoded(
    new Map([
      ['odd', f32([1], [1])],
      ['count', i64([], [5])],
    ]),
  )
  const header = Buffer.from(bytes.subarray(8)).toString('latin1')
  expect(header).toContain('"odd":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}')
  expect(header).toContain('"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]}')
})

test('data at odd offsets in memory or in the file is read correctly', () => {
  const bytes = encoded(someWeights(2))
  for (let shift = 0; shift < 8; shift++) {
    const shifted = new Uint8Array(bytes.length + shift)
    shifted.set(bytes, shift)
    expect(decodeSafetensors(shifted.subarray(shift), 'memory').tensors).toEqual(someWeights(2))
  }
  // A header of odd length, and an int64 behind a single float.
  const data = new Uint8Array(12)
  new DataView(data.buffer).setFloat32(0, 1.5, true)
  new DataView(data.buffer).setBigInt64(4, -9n, true)
  const odd = file(`{"x":${entry(0, 4)},"n":${entry(4, 12, [1], 'I64')}} `, data)
  expect(decodeSafetensors(odd, 'memory').tensors).toEqual(
    new Map([
      ['x', f32([1], [1.5])],
      ['n', i64([1], [-9])],
    ]),
  )
})

test('tensors may be stored in another order than in the header', () => {
  const data = new Uint8Array(Float32Array.of(1, 2).buffer)
  const { tensors } = decodeSafetensors(file(`{"b":${entry(4, 8)},"a":${entry(0, 4)}}`, data), 'm')
  expect([...tensors]).toEqual([
    ['b', f32([1], [2])],
    ['a', f32([1], [1])],
  ])
})

test.each([
  ['F64', new Uint8Array(Float64Array.of(0.5, -3).buffer), [0.5, -3]],
  ['F16', new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer), [1, -2]],
  ['F16', new Uint8Array(Uint16Array.of(0x0001, 0x7bff).buffer), [2 ** -24, 65504]],
  ['F16', new Uint8Array(Uint16Array.of(0x8000, 0xfc00).buffer), [-0, -Infinity]],
  ['F16', new Uint8Array(Uint16Array.of(0x7e00, 0x3555).buffer), [NaN, 0.333251953125]],
  ['BF16', new Uint8Array(Uint16Array.of(0x3f80, 0xc040).buffer), [1, -3]],
])('%s becomes F32', (dtype, data, values) => {
  const { tensors } = decodeSafetensors(one(entry(0, data.length, [2], dtype), data), 'memory')
  expect(tensors.get('a')).toEqual(f32([2], values))
})

const good = entry(0, 4)
const hostile: Record<string, [bytes: Uint8Array, says: string]> = {
  'an empty file': [new Uint8Array(0), 'the file is empty'],
  'seven bytes': [new Uint8Array(7), 'only 7 bytes'],
  'a header longer than the file': [file('{}', 0, 3n), 'ends within its header'],
  'a header of 2^63 bytes': [file('{}', 0, 2n ** 63n), '9,223,372,036,854,775,808 bytes'],
  'a header over 4 MB': [file('{}', 0, 4_000_001n), 'its header is too large: 4,000,001 bytes'],
  'a header of no bytes': [file(''), 'not JSON'],
  'invalid JSON': [file('{"a":'), 'not JSON'],
  'invalid UTF-8': [file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'not JSON'],
  'a byte order mark': [file('\ufeff{}'), 'not a JSON object'],
  'a list': [file('[]'), 'not a JSON object'],
  'space before the header': [file(' {}'), 'not a JSON object'],
  'deep nesting': [
    file('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)),
    'more than 100 levels deep',
  ],
  'a name twice': [file(`{"a":${good},"a":${good}}`, 4), '"a" twice'],
  'a name twice, once escaped': [file(`{"a":${good} , "\\u0061":${good}}`, 4), '"a" twice'],
  'a field twice': [one('{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}'), 'twice'],
  'metadata twice': [file('{"__metadata__":{},"__metadata__":{}}'), 'twice'],
  'metadata that is not text': [file('{"__metadata__":{"a":1}}'), '__metadata__'],
  'an unknown type': [one(entry(0, 4, [1], 'Q4')), 'of type Q4; supported are F64'],
  'a type named like a method': [one(entry(0, 4, [1], 'toString')), 'of type toString'],
  'no type': [one('{"shape":[1],"data_offsets":[0,4]}'), 'dtype'],
  'an unknown field': [one('{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}'), 'is invalid'],
  'a negative offset': [one(entry(-4, 0)), 'data_offsets.0'],
  'a fractional offset': [one(entry(0.5, 4.5)), 'data_offsets.0'],
  'an offset beyond exact integers': [one(entry(2 ** 53, 2 ** 53 + 4)), 'data_offsets.0'],
  'an offset that is a string': [one(entry('0', 4)), 'data_offsets.0'],
  'three offsets': [one('{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}'), 'data_offsets'],
  'an end before the beginning': [one(entry(4, 0)), '-4 bytes'],
  'a size other than its shape': [one(entry(0, 4, [2])), 'shape [2] has 4 bytes'],
  'a negative size': [one(entry(0, 4, [-1, -1])), 'shape.0'],
  'a shape that overflows': [one(entry(0, 0, [2 ** 40, 2 ** 40, 0]), 0), 'has 0 bytes'],
  'an overflow to the right size': [one(entry(0, 0, [2 ** 32, 2 ** 32]), 0), 'has 0 bytes'],
  'overlapping tensors': [file(`{"a":${entry(0, 8, [2])},"b":${entry(4, 8)}}`, 8), 'overlaps'],
  'the same data twice': [file(`{"a":${good},"b":${good}}`, 4), 'overlaps'],
  'a gap': [file(`{"a":${good},"b":${entry(8, 12)}}`, 12), 'gap'],
  'a gap at the start': [one(entry(4, 8), 8), 'gap'],
  'bytes at the end': [one(good, 5), '1 bytes at its end'],
  'bytes of no tensor': [file('{}', 4), '4 bytes at its end'],
  'truncated data': [one(good, 3), '1 bytes are missing'],
}

test.each(Object.entries(hostile))('rejected: %s', (_, [bytes, says]) => {
  expect(() => decodeSafetensors(bytes, '/runs/x.safetensors')).toThrowError(
    expect.objectContaining({
      code: 'checkpoint',
      message: expect.stringContaining(says),
      where: '/runs/x.safetensors',
      remedy: expect.any(String),
    }),
  )
})

test('a randomly damaged file is either decoded or rejected, never anything else', () => {
  const random = seededRandom(11)
  const whole = encoded(someWeights(1), { format: 'pt' })
  let refusals = 0
  for (let i = 0; i < 3000; i++) {
    const bytes = whole.slice(0, random() < 0.2 ? Math.floor(random() * whole.length) : undefined)
    for (let flips = 0; flips < 3; flips++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    }
    try {
      decodeSafetensors(bytes, 'memory')
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'checkpoint')) throw error
      refusals++
    }
  }
  expect(refusals).toBeGreaterThan(1000)
})
