import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { KnownSet } from '../known-set'

/** The bytes of an IDX file of unsigned bytes. */
export function idxFile(dims: readonly number[], data: readonly number[]): Uint8Array {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 8, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  return Buffer.concat([header, Buffer.from(data)])
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** A published data set of three 2 x 2 images in two classes. */
export function fakeKnownSet(files: { images: Uint8Array; labels: Uint8Array }): KnownSet {
  const file = (name: string, content: Uint8Array): KnownSet['files'][number] => {
    const packed = gzipSync(content, { level: 9 })
    const unpacked = { bytes: content.length, md5: md5(content) }
    return { name: `${name}.gz`, bytes: packed.length, md5: md5(packed), unpacked, mirrors: [] }
  }
  return {
    ...{ key: 'shirts', title: 'Shirts', images: 3, testImages: 0, size: 2, channels: 1 },
    ...{ licence: 'MIT', homepage: '', folder: 'shirts', classNames: ['Shirt', 'Shoe'] },
    options: { kind: 'idx' },
    files: [
      file('train-images-idx3-ubyte', files.images),
      file('train-labels-idx1-ubyte', files.labels),
    ],
  }
}
