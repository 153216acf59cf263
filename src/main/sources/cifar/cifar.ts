import type { SourceOptions } from '../../../contract/datasets/source'
import { problemError } from '../../../contract/errors'
import { openBlocks, type ImageBlock } from '../arrays/blocks'
import { numberClasses } from '../arrays/classes'
import { openExtent } from '../arrays/extent'
import { stampOf } from '../arrays/stamp'
import type { ReadImage, SourceType } from '../source'
import { isPythonVersion, listCifar, looksLikeCifar, type CifarFile } from './files'

const SIDE = 32
const AREA = SIDE * SIDE
/** Largest file of class names. */
const MAX_NAMES_BYTES = 1 << 16
/** Ten times the largest published batch file. */
const MAX_BATCH_BYTES = 2 ** 31
/** Records read at a time for their labels. */
const RECORDS_AT_ONCE = 256

/** CIFAR-10 has one label per image; CIFAR-100 has a coarse one, then a fine one. */
interface Variant {
  labels: 1 | 2
  /** The position of the label to use. */
  label: 0 | 1
  namesFile: string
}

/**
 * The binary version of CIFAR-10 or CIFAR-100, unpacked or as the published archive
 * (A. Krizhevsky, "The CIFAR-10 dataset", section "Binary version").
 */
export const cifar: SourceType = {
  kind: 'cifar',
  detect: looksLikeCifar,
  async open(path, options, { signal }) {
    const files = await listCifar(path, signal)
    const variant = variantOf(files, options, path)
    const batches = files.filter(({ name }) => name.endsWith('.bin'))
    const names = await classNames(
      files.find(({ name }) => name === variant.namesFile),
      signal,
    )
    const blocks: ImageBlock[] = []
    for (const file of batches) blocks.push(await openBatch(file, variant, names.size, signal))
    if (!blocks.some(({ part }) => part === 'train')) {
      throw problemError('data', 'cifarWithoutTraining', {}, { where: path })
    }
    const { parts, classes, notes } = numberClasses(blocks, names)
    const labels = variant.label === 1 ? ('fine' as const) : ('coarse' as const)
    const used = { ...options, kind: 'cifar' as const, ...(variant.labels === 2 ? { labels } : {}) }
    const facts = { kind: 'cifar' as const, path, options: used, classes, notes }
    const paths = [...new Set(files.map(({ container }) => container.path))]
    return openBlocks({ ...facts, labelsFrom: 'data' }, parts, await stampOf(paths, options))
  },
}

function variantOf(files: readonly CifarFile[], options: SourceOptions, where: string): Variant {
  if (isPythonVersion(files)) throw problemError('data', 'cifarForPython', {}, { where })
  if (files.length === 0) throw problemError('data', 'cifarNotFound', {}, { where })
  const hundred = files.some(({ name }) => name === 'train.bin' || name === 'test.bin')
  if (!hundred) return { labels: 1, label: 0, namesFile: 'batches.meta.txt' }
  const { labels = 'fine' } = options
  const namesFile = `${labels}_label_names.txt`
  return { labels: 2, label: labels === 'fine' ? 1 : 0, namesFile }
}

/** One name per line, in the order of the labels. */
async function classNames(
  file: CifarFile | undefined,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  if (file === undefined || file.bytes > MAX_NAMES_BYTES) return new Map()
  const reader = await openExtent(file.container, signal)
  try {
    const text = Buffer.from(await reader.read(file.start, file.bytes)).toString('utf8')
    const lines = text.split('\n').map((line) => line.trim())
    return new Map(lines.filter((line) => line !== '').entries())
  } finally {
    await reader.close()
  }
}

async function openBatch(
  file: CifarFile,
  variant: Variant,
  classes: number,
  signal: AbortSignal,
): Promise<ImageBlock> {
  const { name, container, start, bytes } = file
  const recordBytes = variant.labels + 3 * AREA
  if (bytes > MAX_BATCH_BYTES) {
    throw problemError('data', 'fileImplausiblyLarge', { bytes, most: MAX_BATCH_BYTES }, at(file))
  }
  if (bytes === 0 || bytes % recordBytes !== 0) {
    throw problemError('data', 'cifarNotWhole', { name, bytes, record: recordBytes }, at(file))
  }
  const count = bytes / recordBytes
  return {
    part: name.startsWith('test') ? 'test' : 'train',
    ...{ count, width: SIDE, height: SIDE, channels: 3 },
    labels: await readLabels(file, { count, recordBytes, label: variant.label, classes }, signal),
    bytes: container,
    offset: start,
    recordBytes,
    decode: (record) => decode(record.subarray(variant.labels)),
  }
}

const at = ({ container }: CifarFile): { where: string } => ({ where: container.path })

async function readLabels(
  file: CifarFile,
  {
    count,
    recordBytes,
    label: position,
    classes,
  }: Record<'count' | 'recordBytes' | 'label' | 'classes', number>,
  signal: AbortSignal,
): Promise<Uint16Array> {
  const labels = new Uint16Array(count)
  const reader = await openExtent(file.container, signal)
  try {
    for (let first = 0; first < count; first += RECORDS_AT_ONCE) {
      const records = Math.min(RECORDS_AT_ONCE, count - first)
      const begin = file.start + first * recordBytes
      const bytes = await reader.read(begin, records * recordBytes)
      for (let i = 0; i < records; i++) {
        const label = bytes[i * recordBytes + position] as number
        if (classes > 0 && label >= classes) {
          const given = { name: file.name, image: first + i, label, classes }
          throw problemError('data', 'cifarLabelUnknown', given, at(file))
        }
        labels[first + i] = label
      }
    }
  } finally {
    await reader.close()
  }
  return labels
}

/** The red, green and blue values of all pixels follow one another. */
function decode(planes: Uint8Array): ReadImage {
  const data = new Uint8Array(3 * AREA)
  for (let i = 0; i < AREA; i++) {
    data[3 * i] = planes[i] as number
    data[3 * i + 1] = planes[AREA + i] as number
    data[3 * i + 2] = planes[2 * AREA + i] as number
  }
  return { pixels: { width: SIDE, height: SIDE, channels: 3, data } }
}
