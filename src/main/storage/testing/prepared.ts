import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import type { DatasetDocument, DatasetPart } from '../../../contract/datasets/document'
import { pattern } from '../../image/testing'
import { labelsFingerprint as fingerprintOf } from '../datasets/fingerprints'
import { idxBytes } from '../../sources/idx/testing'

interface Made {
  count: number
  size: number
  channels?: 1 | 3
  /** How many classes the labels have; no labels if absent. */
  classes?: number
  /** Images per shard. @defaultValue 7 */
  perShard?: number
  /** Number of images in the hold-out part. @defaultValue 0, which makes none */
  holdOut?: number
  /** The shown name. @defaultValue the folder's name */
  name?: string
  /** Bytes [count, size, size, channels]. */
  pixels?: Uint8Array
}

/** Writes a prepared data set to `dir`/`id`. @returns its folder */
export function writePrepared(dir: string, id: string, made: Made): string {
  const { count, size, channels = 1, classes, holdOut = 0, name = id } = made
  const path = join(dir, id)
  fs.mkdirSync(path, { recursive: true })
  const bytes = size * size * channels
  const train = made.pixels ?? pattern(count * bytes)
  const document: DatasetDocument = {
    ...{ schemaVersion: 1, name, createdAt: '2026-11-29T12:00:00.000Z' },
    source: { kind: 'folder', path: '/pictures', options: {} },
    preparation: {
      ...{ imageSize: size, channels, fit: 'crop', filter: 'lanczos', background: '#ffffff' },
      ...{ holdOut: 0, duplicates: 'keep' },
    },
    ...{ width: size, height: size, channels },
    classes: classes === undefined ? null : Array.from({ length: classes }, (_, i) => `c${i}`),
    mean: Array<number>(channels).fill(100),
    train: writePart(path, 'train', train, made),
    holdOut: holdOut === 0 ? null : writePart(path, 'hold-out', pattern(holdOut * bytes), made),
    ...{ refused: { count: 0, files: [] }, duplicates: 0, sizes: [] },
  }
  fs.writeFileSync(join(path, 'dataset.json'), JSON.stringify(document))
  return path
}

function writePart(path: string, part: string, pixels: Uint8Array, made: Made): DatasetPart {
  const { size, channels = 1, classes, perShard = 7 } = made
  const bytes = size * size * channels
  const images = pixels.length / bytes
  const shards = Array.from({ length: Math.ceil(images / perShard) }, (_, i) => {
    const inShard = pixels.subarray(i * perShard * bytes, (i + 1) * perShard * bytes)
    const file = `${part}-${String(i).padStart(5, '0')}.bin`
    fs.writeFileSync(join(path, file), inShard)
    return { file, images: inShard.length / bytes }
  })
  const dims = [images, size, size, ...(channels === 1 ? [] : [channels])]
  const unlabelled = { labels: null, names: null, classCounts: null, labelsFingerprint: null }
  const fingerprint = sha256(idxBytes(dims, pixels))
  if (classes === undefined) return { images, shards, fingerprint, ...unlabelled }
  const labels = Array.from({ length: images }, (_, i) => i % classes)
  const file = `${part}-labels.bin`
  const written = Buffer.alloc(2 * images)
  labels.forEach((label, i) => written.writeUInt16LE(label, 2 * i))
  fs.writeFileSync(join(path, file), written)
  const classCounts = Array.from(
    { length: classes },
    (_, c) => labels.filter((label) => label === c).length,
  )
  const labelsFingerprint = fingerprintOf(Uint16Array.from(labels))
  return { images, shards, names: null, fingerprint, labels: file, classCounts, labelsFingerprint }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Changes a prepared data set's document. */
export function changeDocument(path: string, change: (document: DatasetDocument) => object): void {
  const file = join(path, 'dataset.json')
  const document = JSON.parse(fs.readFileSync(file, 'utf8')) as DatasetDocument
  fs.writeFileSync(file, JSON.stringify({ ...document, ...change(document) }))
}
