import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceOptions } from '../../../contract/datasets/source'
import { failureOf } from '../../../contract/testing/failure-of'
import { labelsOf, openAs, pixelsOf, readAll, tempDir } from '../arrays/testing'
import { halfToNumber } from './elements'
import { npz } from './npz'
import { rangeOf } from './range'
import { npyBytes, zipBytes } from './testing'

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)
/** The bytes of arrays.py's images. */
const image = (i: number, channels: number): number[] =>
  Array.from({ length: 5 * 6 * channels }, (_, at) => {
    const [y, x, c] = [
      Math.floor(at / (6 * channels)),
      Math.floor(at / channels) % 6,
      at % channels,
    ]
    return (37 * i + 11 * y + 3 * x + 90 * c) % 256
  })
const images = (channels: number, count = 6): number[][] =>
  Array.from({ length: count }, (_, i) => image(i, channels))
const open = (path: string, options?: SourceOptions) => openAs(npz, path, options)
const levels = async (path: string, options?: SourceOptions): Promise<number[][]> =>
  (await pixelsOf(await open(path, options))).map(({ data }) => [...data])
const labels = [1, 0, 2, 1, 1, 0]
const classes = [
  { name: '0', images: 2 },
  { name: '3', images: 3 },
  { name: '7', images: 1 },
]

/** Writes a file to a temporary folder, and returns its path. */
async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(tempDir(), name)
  await writeFile(path, bytes)
  return path
}

describe('arrays', () => {
  it.each([
    ['grey.npz', 1, 'NHW'],
    ['one-hot.npz', 3, 'NHWC'],
    ['nchw.npz', 3, 'NCHW'],
  ] as const)('reads the images and labels of %s', async (name, channels, layout) => {
    const source = await open(fixture(name))
    expect(source.description).toMatchObject({
      ...{ kind: 'npz', images: 6, testImages: 0, classes, labelsFrom: 'data', notes: [] },
      ...{ sizes: [{ width: 6, height: 5, images: 6 }], sampled: 6, colour: channels === 3 },
    })
    expect(source.description.options.layout).toBe(layout)
    expect(labelsOf(source)).toEqual(labels)
    const read = await pixelsOf(source)
    expect(read.map(({ data }) => [...data])).toEqual(images(channels))
    expect(read[0]).toMatchObject({ width: 6, height: 5, channels })
  })

  it('reads training and test images of a compressed archive', async () => {
    const source = await open(fixture('keras.npz'))
    expect(source.description).toMatchObject({ images: 6, testImages: 2, classes })
    expect(labelsOf(source)).toEqual([...labels, 2, 0])
    expect(source.entry(5)).toMatchObject({ name: '5', part: 'train' })
    expect(source.entry(6)).toMatchObject({ name: 'test/0', part: 'test' })
    const some = await pixelsOf(source, [1, 4, 6])
    expect(some.map(({ data }) => [...data])).toEqual([image(1, 3), image(4, 3), image(0, 3)])
  })

  it.each([
    ['half.npy', [0, 1]],
    ['big-endian.npy', [-1, 1]],
    ['double.npy', [0, 255]],
  ])('finds the range of the floats in %s', async (name, range) => {
    const source = await open(fixture(name))
    expect(source.description.options.range).toEqual(range)
    expect(source.description).toMatchObject({ classes: null, labelsFrom: null })
    expect(await levels(fixture(name))).toEqual(images(3))
  })

  it('reads Booleans as black and white', async () => {
    const expected = images(1).map((one) => one.map((value) => (value > 90 ? 255 : 0)))
    expect(await levels(fixture('mask.npy'))).toEqual(expected)
  })

  it('takes a range from the options, also for bytes and inverted', async () => {
    const inverted = await levels(fixture('grey.npz'), { range: [255, 0] })
    expect(inverted).toEqual(images(1).map((one) => one.map((value) => 255 - value)))
    const range: [number, number] = [-0.45 / 0.22, 0.55 / 0.22]
    expect(await levels(fixture('normalised.npy'), { range })).toEqual(images(3))
    const error = await failureOf(() => open(fixture('half.npy'), { range: [1, 1] }))
    expect(error.message).toMatch(/both 1/)
  })

  it('refuses single images with values outside of the range, or without a number', async () => {
    const values = Float32Array.of(0, 1, 0.5, 1.5, 0, NaN, 1, 0)
    const bytes = npyBytes('<f4', [4, 1, 2], new Uint8Array(values.buffer))
    const source = await open(await written('a.npy', bytes), { range: [0, 1], layout: 'NHW' })
    const results = await readAll(source)
    const why = results.map((result) => ('refused' in result ? result.refused.message : ''))
    expect(why).toEqual([
      '',
      'The image has the value 1.5, outside the range from 0 to 1',
      'The image has the value NaN, which is not a finite number',
      '',
    ])
  })

  it('finds labels and test images in the files beside a npy file', async () => {
    const dir = tempDir()
    const bytes = (count: number) =>
      npyBytes('|u1', [count, 2, 2], new Uint8Array(count * 4).fill(9))
    await writeFile(join(dir, 'x_train.npy'), bytes(3))
    await writeFile(join(dir, 'y_train.npy'), npyBytes('|i1', [3], Uint8Array.of(1, 0, 1)))
    await writeFile(join(dir, 'x_test.npy'), bytes(1))
    await writeFile(join(dir, 'y_test.npy'), npyBytes('|u1', [1], Uint8Array.of(1)))
    await writeFile(join(dir, 'other.npy'), 'not an array')
    const source = await open(join(dir, 'x_train.npy'))
    expect(source.description).toMatchObject({ images: 3, testImages: 1 })
    expect(labelsOf(source)).toEqual([1, 0, 1, 1])
  })

  it('leaves out test images without labels, if the training images have labels', async () => {
    const bytes = npyBytes('|u1', [2, 1, 2], Uint8Array.of(1, 2, 3, 4))
    const members = {
      x_train: bytes,
      y_train: npyBytes('|u1', [2], Uint8Array.of(4, 5)),
      x_test: bytes,
    }
    const source = await open(await written('a.npz', zipBytes(members)))
    expect(source.description).toMatchObject({ images: 2, testImages: 0 })
    expect(source.description.notes[0]?.message).toMatch(/test images have none/)
  })

  it('uses the only array of images, whatever its name, or the one named', async () => {
    const found = await open(fixture('unnamed.npz'))
    expect(found.description).toMatchObject({ options: { set: 'pictures' }, classes: null })
    expect(await levels(fixture('several.npz'), { set: 'second' })).toEqual(images(3))
  })

  it('has more labels than classes can be: no classes, and a note', async () => {
    const ids = Uint16Array.from({ length: 1001 }, (_, i) => 3 * i)
    const members = {
      images: npyBytes('|u1', [1001, 1, 1], new Uint8Array(1001)),
      labels: npyBytes('<u2', [1001], new Uint8Array(ids.buffer)),
    }
    const source = await open(await written('a.npz', zipBytes(members)), { layout: 'NHW' })
    expect(source.description).toMatchObject({ classes: null, labelsFrom: null })
    expect(source.description.notes[0]?.message).toMatch(/1,001 different values/)
    expect(source.entry(3).label).toBeNull()
  })

  it('stamps a file by its content, time and options', async () => {
    const path = join(tempDir(), 'a.npz')
    await copyFile(fixture('grey.npz'), path)
    const first = (await open(path)).stamp
    expect((await open(path)).stamp).toBe(first)
    expect((await open(path, { range: [0, 200] })).stamp).not.toBe(first)
    await copyFile(fixture('one-hot.npz'), path)
    expect((await open(path)).stamp).not.toBe(first)
  })

  it('stops when aborted', async () => {
    const source = await open(fixture('keras.npz'))
    const controller = new AbortController()
    const images = source.read([0, 1, 2], controller.signal)[Symbol.asyncIterator]()
    await images.next()
    controller.abort(new Error('enough'))
    await expect(images.next()).rejects.toThrow('enough')
  })
})

describe('refused arrays', () => {
  it.each<[string, SourceOptions, RegExp]>([
    ['fortran.npz', {}, /images is in Fortran order/],
    ['objects.npz', {}, /images contains Python objects \(a pickle\)/],
    ['long.npz', {}, /elements of type <i8/],
    ['both.npz', { layout: 'NHW' }, /\(2, 3, 4, 3\), which does not fit the layout NHW/],
    ['both.npz', {}, /\(2, 3, 4, 3\).*channels last \(NHWC\) or channels first \(NCHW\)/],
    ['several.npz', {}, /Several arrays.*first \(6, 5, 6\), second \(6, 5, 6, 3\)/],
    ['several.npz', { set: 'third' }, /no array third; the arrays are first, second/],
    ['normalised.npy', {}, /from -2\.0\d+ to 2\.\d+, which does not show/],
  ])('%s with %j', async (name, options, message) => {
    const error = await failureOf(() => open(fixture(name), options))
    expect(error.message).toMatch(message)
    expect(error).toMatchObject({ code: 'data', where: fixture(name) })
    expect(error.remedy).toBeTruthy()
  })

  const body = new Uint8Array(8)
  it.each<[string, Uint8Array, RegExp]>([
    ['a shape of 2^40 images', npyBytes('|u1', [2 ** 40, 1, 8], body), /truncated/],
    [
      'a shape beyond 2^53',
      npyBytes('|u1', [2 ** 40, 2 ** 20, 2 ** 20], body),
      /implausible shape/,
    ],
    ['a size beyond 2^64', npyBytes('|u1', '99999999999999999999999, 1, 8', body), /implausible/],
    ['no images', npyBytes('|u1', [0, 28, 28], body.subarray(8)), /is empty/],
    ['missing bytes', npyBytes('|u1', [3, 1, 3], body), /lacks at least 1 byte$/],
    ['trailing bytes', npyBytes('|u1', [7, 1, 1], body), /has 1 byte more$/],
    ['two dimensions', npyBytes('|u1', [2, 4], body), /3 or 4 dimensions of images/],
    ['one picture', npyBytes('|u1', [1, 8, 1], body), /one picture, or many/],
    ['2 channels', npyBytes('|u1', [1, 2, 2, 2], body), /2 channels/],
    ['huge sides', npyBytes('|u1', [1, 100_000, 8], new Uint8Array(800_000)), /implausible/],
    ['complex numbers', npyBytes('<c8', [1, 1, 8], new Uint8Array(64)), /elements of type <c8/],
    ['text', npyBytes('<U2', [1, 1, 8], new Uint8Array(64)), /elements of type <U2/],
    ['signed bytes', npyBytes('|i1', [1, 1, 8], body), /elements of type \|i1/],
    ['objects', npyBytes('|O', [1, 1, 8], body), /Python objects/],
    [
      'a header of 1 GB',
      npyBytes('|u1', [1, 1, 8], body, { headerBytes: 2 ** 30 }),
      /1,073,741,824 bytes/,
    ],
    ['a damaged header', npyBytes('|u1', "2, 'x'", body), /header of the array .* is damaged/],
    [
      'version 9',
      npyBytes('|u1', [1, 1, 8], body, { version: 9 }),
      /not an array in NumPy's format/,
    ],
    ['half a header', npyBytes('|u1', [1, 1, 8], body).subarray(0, 40), /ends after 40 bytes/],
    ['half a magic number', npyBytes('|u1', [1, 1, 8], body).subarray(0, 7), /ends after 7 bytes/],
  ])('a npy file with %s', async (_, bytes, message) => {
    const path = await written('a.npy', bytes)
    const error = await failureOf(() => open(path))
    expect(error.message).toMatch(message)
    expect(error).toMatchObject({ code: 'data', where: path })
  })

  it.each([
    [NaN, NaN],
    [Infinity, -Infinity],
  ])('an array of %d and %d', async (...values) => {
    const floats = Float32Array.from({ length: 8 }, (_, i) => values[i % 2] ?? 0)
    const path = await written('a.npy', npyBytes('<f4', [2, 2, 2], new Uint8Array(floats.buffer)))
    const error = await failureOf(() => open(path))
    expect(error).toMatchObject({ code: 'data', where: path })
    expect(error.message).toMatch(/contains no finite numbers$/)
  })

  it('an archive with junk after its end, in plain words', async () => {
    const path = await written(
      'a.npz',
      Buffer.concat([zipBytes({ images: good }), Buffer.from('junk')]),
    )
    const { message } = await failureOf(() => open(path))
    expect(message).toBe('The npz archive cannot be read: there is other data after its end')
  })

  const good = npyBytes('|u1', [2, 2, 2], body)
  it.each<[string, Uint8Array, RegExp]>([
    ['too few labels', npyBytes('|u1', [1], Uint8Array.of(1)), /1 label for 2 images/],
    ['negative labels', npyBytes('|i1', [2], Uint8Array.of(255, 0)), /contain -1/],
    ['labels that are text', npyBytes('<U1', [2], body), /type <U1, not numbers/],
    ['labels that are objects', npyBytes('|O', [2], new Uint8Array(16)), /Python objects/],
    [
      'labels with 3 dimensions',
      npyBytes('|u1', [2, 1, 1], Uint8Array.of(1, 1)),
      /not that of labels/,
    ],
    [
      'two ones in a row',
      npyBytes('|u1', [2, 2], Uint8Array.of(1, 0, 1, 1)),
      /Row 1 .*exactly one 1/,
    ],
    ['an empty row', npyBytes('|u1', [2, 2], Uint8Array.of(0, 0, 0, 1)), /Row 0 /],
    [
      'fractions',
      npyBytes('<f4', [2], new Uint8Array(Float32Array.of(1, 0.5).buffer)),
      /contain 0.5/,
    ],
    [
      'labels beyond 16 bits',
      npyBytes('<i8', [2], new Uint8Array(BigInt64Array.of(1n, 2n ** 40n).buffer)),
      /contain 1099511627776/,
    ],
    [
      'labels beyond 53 bits',
      npyBytes('<i8', [2], new Uint8Array(BigInt64Array.of(1n, 2n ** 62n + 1n).buffer)),
      /contain 4611686018427387905,/,
    ],
    [
      'large labels in the other order',
      npyBytes('>u8', [2], Buffer.alloc(16, 254)),
      /contain 18374403900871474942,/,
    ],
  ])('an archive with %s', async (_, given, message) => {
    const path = await written('a.npz', zipBytes({ images: good, labels: given }))
    expect((await failureOf(() => open(path))).message).toMatch(message)
  })

  it('an archive that is cut short, encrypted, or has a member twice', async () => {
    const whole = zipBytes({ images: good })
    const cut = await written('a.npz', whole.subarray(0, whole.length - 30))
    expect((await failureOf(() => open(cut))).message).toMatch(/npz archive cannot be read/)
    const encrypted = await written(
      'a.npz',
      zipBytes({ images: good }, { flags: 1, declared: good.length - 12 }),
    )
    expect((await failureOf(() => open(encrypted))).message).toMatch(/images is encrypted/)
    const strongly = await written('a.npz', zipBytes({ images: good }, { flags: 0x41 }))
    expect((await failureOf(() => open(strongly))).message).toMatch(/read: it is encrypted$/)
    const method = await written('a.npz', zipBytes({ images: good }, { method: 12 }))
    expect((await failureOf(() => open(method))).message).toMatch(/method 12/)
    const twice = await written(
      'a.npz',
      zipBytes([
        ['images', good],
        ['images', good],
      ]),
    )
    expect((await failureOf(() => open(twice))).message).toMatch(/images twice/)
  })

  it.each(['../images', '/images', 'C:/images'])('an archive with the name %s', async (name) => {
    const path = await written('a.npz', zipBytes({ [name]: good }))
    expect((await failureOf(() => open(path))).message).toMatch(
      /read: it has file names that are absolute paths or lead to a parent folder$/,
    )
  })

  it('a member that declares more bytes than it can have', async () => {
    const header = npyBytes('|u1', [10_000_000, 1, 8], new Uint8Array(0))
    const bytes = zipBytes({ images: header }, { declared: header.length + 80_000_000 })
    const path = await written('a.npz', bytes)
    expect((await failureOf(() => open(path))).message).toMatch(/truncated|cannot be read/)
  })
})

it.each([
  [0x0000, 0],
  [0x0001, 2 ** -24],
  [0x3c00, 1],
  [0xbc00, -1],
  [0x7bff, 65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
  [0x3555, 0.333251953125],
])('the binary16 number %i is %d', (bits, value) => {
  expect(halfToNumber(bits)).toBe(value)
})

it.each([
  [0, 1, [0, 1]],
  [-1, 1, [-1, 1]],
  [0, 255, [0, 255]],
  [0, 0, undefined],
  [0, 0.2, undefined],
  [-0.01, 1, undefined],
  [0, 1.01, undefined],
  [0, 256, undefined],
  [-128, 127, undefined],
  [Infinity, -Infinity, undefined],
])('values from %d to %d have the range %j', (lowest, highest, range) => {
  expect(rangeOf(lowest, highest)).toEqual(range)
})
