import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { ImportRequest, ImportSummary } from '../src/contract/datasets/import'
import { datasetDocumentSchema } from '../src/contract/datasets/document'
import type { DatasetDocument } from '../src/contract/datasets/document'
import { newJournal, writeJournal } from '../src/main/storage/datasets/journal'
import { documentFile, stagingDirectory } from '../src/main/storage/datasets/paths'
import { cifar10 } from '../src/main/studio/datasets/known/cifar-10'
import { emnistSets } from '../src/main/studio/datasets/known/emnist'
import { fashionMnist } from '../src/main/studio/datasets/known/fashion-mnist'
import { Fetches } from '../src/main/studio/datasets/known/fetches'
import type { KnownSet } from '../src/main/studio/datasets/known/known-set'
import { FakeImports, md5 } from '../src/main/studio/datasets/known/testing'
import { importDataset } from '../src/main/trainer/import/import-session'
import { temporaryFolder } from './support/studio'

/* Known data sets from files in their published form to stored data sets, without the network. */

/** Runs imports in this process. */
class RealImports extends FakeImports {
  constructor(private readonly datasetsDir: string) {
    super()
  }

  override async start(request: ImportRequest): Promise<ImportSummary> {
    const place = { datasetsDir: this.datasetsDir, id: 'imported' }
    const staging = stagingDirectory(place.datasetsDir, place.id)
    fs.mkdirSync(staging, { recursive: true })
    await writeJournal(staging, newJournal(request))
    await importDataset(place, () => undefined)
    return super.start(request)
  }
}

async function imported(set: KnownSet, from: string): Promise<DatasetDocument> {
  const root = temporaryFolder()
  const datasetsDir = path.join(root, 'datasets')
  const fetches = new Fetches({
    ...{ downloads: path.join(root, 'downloads'), sets: [set], emit: () => undefined },
    imports: new RealImports(datasetsDir),
  })
  await fetches.following(fetches.start(set.key, from).id)
  const text = fs.readFileSync(documentFile(path.join(datasetsDir, 'imported')), 'utf8')
  return datasetDocumentSchema.parse(JSON.parse(text))
}

/** The set with another archive in its published form. */
function withArchive(set: KnownSet, bytes: Buffer): { set: KnownSet; from: string } {
  const [file] = set.files
  if (file === undefined) throw new Error('It has no archive')
  const from = path.join(temporaryFolder(), file.name)
  fs.writeFileSync(from, bytes)
  return { set: { ...set, files: [{ ...file, bytes: bytes.length, md5: md5(bytes) }] }, from }
}

function idxFile(dims: number[], data: Buffer): Buffer {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.writeUInt16BE(0x0800 + dims.length, 2)
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  return gzipSync(Buffer.concat([header, data]))
}

it.each(emnistSets.map((set) => [set.title, set] as const))(
  '%s has its names of classes',
  async (title, emnist) => {
    const count = emnist.classNames.length * 2
    // The labels of letters begin with 1.
    const first = title.endsWith('letters') ? 1 : 0
    const labels = Array.from({ length: count }, (_, i) => first + (i % emnist.classNames.length))
    const files = (emnist.archive?.entries ?? []).map((entry) => {
      const images = idxFile([count, 28, 28], Buffer.alloc(count * 784, 5))
      return [entry, entry.includes('images') ? images : idxFile([count], Buffer.from(labels))]
    })
    const { set, from } = withArchive(emnist, Buffer.from(zipSync(Object.fromEntries(files))))
    const document = await imported(set, from)
    expect(document.classes).toEqual(emnist.classNames)
    expect([document.train.images, document.holdOut?.images]).toEqual([count, count])
    expect(document.source.options.transpose).toBe(true)
    expect(document.source.known).toBe(emnist.key)
  },
)

it('CIFAR-10 is read from its archive', async () => {
  const dir = temporaryFolder()
  const image = (label: number) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072, label * 9)])
  const batch = Buffer.concat(cifar10.classNames.map((_, label) => image(label)))
  for (const entry of cifar10.archive?.entries ?? []) {
    const file = path.join(dir, entry)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const names = `${cifar10.classNames.join('\n')}\n\n`
    fs.writeFileSync(file, entry.endsWith('.bin') ? batch : names)
  }
  const archive = path.join(dir, 'archive.tar.gz')
  execFileSync('tar', ['-czf', archive, '-C', dir, 'cifar-10-batches-bin'])
  const { set, from } = withArchive(cifar10, fs.readFileSync(archive))
  const document = await imported(set, from)
  expect(document.classes).toEqual(cifar10.classNames)
  expect([document.train.images, document.holdOut?.images, document.channels]).toEqual([50, 10, 3])
})

const DEBIAN = '/usr/share/datasets/fashion-mnist'

describe.skipIf(!fs.existsSync(DEBIAN))('Fashion-MNIST (needs dataset-fashion-mnist)', () => {
  it('has its 70,000 images, as many of each class', async () => {
    const document = await imported(fashionMnist, DEBIAN)
    expect(document.classes).toEqual(fashionMnist.classNames)
    expect(document.train.classCounts).toEqual(new Array(10).fill(6000))
    expect(document.holdOut?.classCounts).toEqual(new Array(10).fill(1000))
    expect(document.mean[0]).toBeCloseTo(72.9404, 4)
    expect(document.source.licence).toContain('MIT')
  })
})
