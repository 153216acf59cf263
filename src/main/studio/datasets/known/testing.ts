import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { ImportRequest, ImportSummary } from '../../../../contract/datasets/import'
import type { KnownFile, KnownSet } from './known-set'

/* Made-up known data sets, for tests. */

export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** Bytes that look random, and differ for each seed. */
export const someBytes = (length: number, seed: number): Buffer =>
  Buffer.from(
    Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761 + seed * 2) >>> 13) & 255),
  )

export const gzFile = (name: string, content: Buffer, mirrors: string[]): KnownFile => {
  const packed = gzipSync(content)
  return {
    ...{ name, mirrors, bytes: packed.length, md5: md5(packed) },
    unpacked: { bytes: content.length, md5: md5(content) },
  }
}

export const madeUpSet = (given: Partial<KnownSet> & Pick<KnownSet, 'files'>): KnownSet => ({
  ...{ key: 'made-up', title: 'Made up', images: 2, testImages: 1, size: 4, channels: 1 },
  ...{ licence: 'none', homepage: 'http://localhost/', folder: 'made-up' },
  ...{ classNames: ['one', 'two'], options: { kind: 'idx' } },
  ...given,
})

/** Imports that only record what was requested. */
export class FakeImports {
  readonly requests: ImportRequest[] = []
  /** Imports that are not complete. */
  unfinished: ImportSummary[] = []

  list(): Promise<ImportSummary[]> {
    return Promise.resolve(this.unfinished)
  }

  start(request: ImportRequest): Promise<ImportSummary> {
    this.requests.push(request)
    return Promise.resolve({
      ...{ id: 'made-up', name: request.name, path: request.source.path, state: 'running' },
      ...{ refused: [], error: null },
      progress: {
        ...{ stage: 'listing', done: 0, total: null },
        ...{ stored: 0, refused: 0, duplicates: 0, perSecond: null },
      },
    })
  }
}
