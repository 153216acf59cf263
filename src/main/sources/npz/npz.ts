import type { SourceOptions } from '../../../contract/datasets/source'
import { problemError } from '../../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../../contract/file-format'
import { openBlocks, type ImageBlock } from '../arrays/blocks'
import { numberClasses } from '../arrays/classes'
import { firstBytes } from '../arrays/first-bytes'
import { stampOf } from '../arrays/stamp'
import type { SourceType } from '../source'
import { membersOfNpy, membersOfNpz, withoutExtension, type Member } from './arrays-of'
import { chooseArrays, isKnownName, type Chosen } from './choose'
import { isNumeric } from './elements'
import { readLabels } from './labels'
import { imageShape } from './layout'
import type { NpyArray } from './npy-header'
import { imageDecoder } from './pixels'
import { detectRange, type Range } from './range'

/** Arrays of NumPy: a npz archive, or a npy file with its labels beside it. */
export const npz: SourceType = {
  kind: 'npz',
  async detect(path) {
    const format = formatOf(await firstBytes(path, FORMAT_BYTES))
    return format === 'npz' || format === 'npy' || (format === 'zip' && /\.npz$/i.test(path))
  },
  async open(path, options, { signal }) {
    const { members, set } = await listMembers(path, options)
    const chosen = await chooseArrays(members, { set, path, signal })
    const first = await openImages(chosen, 'train', options, signal)
    const blocks = [first.block]
    for (const held of chosen.held) {
      const { layout, range } = { ...options, ...first.used }
      const given = { ...options, layout, ...(range === undefined ? {} : { range }) }
      blocks.push((await openImages(held, 'test', given, signal)).block)
    }
    const numbered = numberClasses(blocks)
    const used = { ...options, kind: 'npz' as const, ...first.used }
    const { classes, notes } = numbered
    const labelsFrom = classes === null ? null : ('data' as const)
    const facts = { kind: 'npz' as const, path, options: used, classes, labelsFrom, notes }
    const files = [...new Set(blocks.map(({ bytes }) => bytes.path))]
    return openBlocks(facts, numbered.parts, await stampOf(files, options))
  },
}

async function listMembers(
  path: string,
  { set }: SourceOptions,
): Promise<{ members: Member[]; set: string | undefined }> {
  if (formatOf(await firstBytes(path, FORMAT_BYTES)) !== 'npy') {
    return { members: await membersOfNpz(path), set }
  }
  const members = await membersOfNpy(path, isKnownName)
  return { members, set: set ?? members[0]?.name ?? withoutExtension(path) }
}

/** The options that were used, besides the images. */
interface Opened {
  block: ImageBlock
  used: Pick<SourceOptions, 'layout' | 'range' | 'set'>
}

async function openImages(
  { images, labels }: Pick<Chosen, 'images' | 'labels'>,
  part: 'train' | 'test',
  options: SourceOptions,
  signal: AbortSignal,
): Promise<Opened> {
  const array = await images.open(signal)
  const shape = imageShape(array, options.layout)
  checkType(array)
  const range = await rangeFor(array, shape, options, signal)
  const { count, width, height, channels } = shape
  const block: ImageBlock = {
    part,
    ...{ count, width, height, channels },
    labels:
      labels === undefined ? null : await readLabels(await labels.open(signal), count, signal),
    bytes: array.bytes,
    offset: array.offset,
    recordBytes: width * height * channels * array.type.bytes,
    decode: imageDecoder(shape, array.type, range),
  }
  const used = { layout: shape.layout, set: images.name }
  return { block, used: range === undefined ? used : { ...used, range: [...range] } }
}

/** @throws StudioError `data` if the elements are not bytes, floats or Booleans in C order */
function checkType({ name, type, fortran, bytes, shape }: NpyArray): void {
  const where = bytes.path
  const readable = type.kind === 'f' || (type.bytes === 1 && type.kind !== 'i')
  if (!isNumeric(type) || !readable) {
    throw problemError('data', 'imagesOfOtherType', { name, type: type.name }, { where })
  }
  if (fortran && shape.length > 1) throw problemError('data', 'arrayFortran', { name }, { where })
}

async function rangeFor(
  array: NpyArray,
  shape: ReturnType<typeof imageShape>,
  { range }: SourceOptions,
  signal: AbortSignal,
): Promise<Range | undefined> {
  if (range !== undefined) {
    const [black, white] = range
    if (black !== white) return range
    throw problemError('usage', 'rangeEmpty', { value: black }, { where: 'range' })
  }
  if (array.type.kind === 'b') return [0, 1]
  return array.type.kind === 'f' ? detectRange(array, shape, signal) : undefined
}
