import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { SourceOptions } from '../../../contract/datasets/source'
import { grouped } from '../../../contract/counted'
import { problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import { openBlocks, type ImageBlock } from '../arrays/blocks'
import { numberClasses } from '../arrays/classes'
import { wholeFile } from '../arrays/extent'
import { firstBytes } from '../arrays/first-bytes'
import { MAX_IMAGES, MAX_RECORD_BYTES } from '../arrays/limits'
import { stampOf } from '../arrays/stamp'
import type { SourceType } from '../source'
import { parseName } from './file-names'
import { filesOf, findSets, type SetFiles } from './find-set'
import { trailing } from './idx'
import { readIdxFileHeader, streamIdxFile, wholeFile as wholeIdx } from './idx-file'
import { emnistMapping } from './mapping'
import { checkAnyImages, checkLabels } from './shape'
import { idxDecoder } from './turn'

/** IDX files in a folder, or an IDX file of images. */
export const idx: SourceType = {
  kind: 'idx',
  async detect(path) {
    const found = await stat(path)
    if (!found.isDirectory()) return isIdxFile(path)
    return (await setsIn(path)).length > 0
  },
  async open(path, options) {
    const files = await chooseSet(path, options)
    const held = await testFiles(files)
    const turned = options.transpose ?? /emnist/i.test(basename(files.images))
    const blocks = [await openSet(files, 'train', turned)]
    if (held !== undefined) blocks.push(await openSet(held, 'test', turned))
    const mapping = files.labels === undefined ? undefined : await emnistMapping(files.images)
    const { parts, classes, notes } = numberClasses(blocks, mapping?.names)
    const facts = {
      ...{ kind: 'idx' as const, path, classes },
      options: { ...options, kind: 'idx' as const, ...(turned ? { transpose: true } : {}) },
      labelsFrom: classes === null ? null : ('data' as const),
      notes:
        turned && options.transpose === undefined ? [notice('emnistTurned', {}), ...notes] : notes,
    }
    const all = [files, held].flatMap((set) => [set?.images, set?.labels]).concat(mapping?.path)
    const used = all.filter((file) => file !== undefined)
    return openBlocks(facts, parts, await stampOf(used, options))
  },
}

/** By its name, or by its first bytes: a number of bytes in 3 or 4 dimensions. */
async function isIdxFile(path: string): Promise<boolean> {
  if (parseName(basename(path))?.role.endsWith('images') === true) return true
  const [zero, alsoZero, type, dimensions] = await firstBytes(path, 4)
  return zero === 0 && alsoZero === 0 && type === 8 && (dimensions === 3 || dimensions === 4)
}

const setsIn = (folder: string): Promise<SetFiles[]> =>
  findSets(folder, 'train').catch((error: unknown) => {
    if (error instanceof StudioError) return []
    throw error
  })

/** The set in a folder or with a given images file, or the one that `set` names. */
async function chooseSet(path: string, { set }: SourceOptions): Promise<SetFiles> {
  if (!(await stat(path)).isDirectory()) {
    return filesOf({ path: dirname(path), images: path }, 'train')
  }
  const sets = await findSets(path, 'train')
  const named = sets.map(({ images }) => relative(path, images).split(sep).join('/'))
  if (set !== undefined) {
    const chosen = sets[named.indexOf(set)]
    if (chosen !== undefined) return chosen
    // One of several forms of the same set, such as the .gz beside it.
    const file = parseName(basename(set)) === undefined ? undefined : join(path, set)
    const inside = file !== undefined && !relative(path, file).startsWith('..')
    if (inside && (await firstBytes(file, 1)).length > 0) {
      return filesOf({ path: dirname(file), images: file }, 'train')
    }
    throw problemError('data', 'setNotThere', { set, sets: listed(named) }, { where: path })
  }
  if (sets.length === 1) return sets[0]
  throw problemError('data', 'severalSets', { sets: listed(named) }, { where: path })
}

/** Maximum sets listed in an error; EMNIST has six. */
const MAX_LISTED = 8
const listed = (sets: readonly string[]): string =>
  sets.slice(0, MAX_LISTED).join(', ') + (sets.length > MAX_LISTED ? ', …' : '')

/** The test images beside training images; undefined if there are none. */
async function testFiles({ images }: SetFiles): Promise<SetFiles | undefined> {
  const named = parseName(basename(images))
  if (named?.role !== 'train-images') return undefined
  return filesOf({ path: dirname(images), images }, 't10k').catch((error: unknown) => {
    if (error instanceof StudioError) return undefined
    throw error
  })
}

async function openSet(
  { images, labels }: SetFiles,
  part: 'train' | 'test',
  turned: boolean,
): Promise<ImageBlock> {
  const header = await readIdxFileHeader(images)
  const shape = checkAnyImages(header.dims, images)
  const bytes = await wholeFile(images)
  const stored = bytes.length - header.headerBytes
  if (bytes.packed === 'no' && stored > header.dataBytes) throw trailing(header, stored, images)
  const { width, height, channels, count } = shape
  const recordBytes = width * height * channels
  if (count > MAX_IMAGES || recordBytes > MAX_RECORD_BYTES) {
    const given = { shape: header.dims.map(grouped).join(' x '), most: MAX_RECORD_BYTES }
    throw problemError('data', 'idxImplausibleSize', given, { where: images })
  }
  return {
    part,
    ...(turned ? { width: height, height: width } : { width, height }),
    ...{ count, channels, bytes },
    labels: labels === undefined ? null : await readLabels(labels, count),
    offset: header.headerBytes,
    recordBytes,
    decode: idxDecoder(shape, turned),
  }
}

async function readLabels(path: string, images: number): Promise<Uint16Array> {
  const { sink } = await streamIdxFile(path, (header) => {
    checkLabels(header.dims, images, path)
    return wholeIdx(header)
  })
  return Uint16Array.from(sink.data)
}
