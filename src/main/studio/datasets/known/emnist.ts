import type { KnownSet } from './known-set'

/* Three of the six sets in EMNIST's archive: the others repeat these images in other selections. */

const letters = (text: string): string[] => [...text]

const DIGITS = letters('0123456789')
const CAPITALS = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
/** The small letters that do not look like their capitals. */
const OTHER_SMALL = letters('abdefghnqrt')

const file = (set: string, name: string): string => `gzip/emnist-${set}-${name}-ubyte.gz`

/** G. Cohen, S. Afshar, J. Tapson, A. van Schaik, arXiv 1702.05373. */
const emnist = (
  set: string,
  { images, testImages, classNames }: Pick<KnownSet, 'images' | 'testImages' | 'classNames'>,
): KnownSet => ({
  key: `emnist-${set}`,
  title: `EMNIST ${set}`,
  ...{ images, testImages, size: 28, channels: 1 },
  licence:
    'Public domain in the United States. Gregory Cohen, Saeed Afshar, Jonathan Tapson, André van Schaik, 2017; from NIST Special Database 19',
  homepage: 'https://www.nist.gov/itl/products-and-services/emnist-dataset',
  folder: 'emnist',
  files: [
    {
      name: 'gzip.zip',
      bytes: 561_753_746,
      md5: '58c8d27c78d21e728a6bc7b3cc06412e',
      mirrors: [
        'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
        'https://storage.googleapis.com/emnist/gzip.zip',
      ],
    },
  ],
  archive: {
    format: 'zip',
    entries: [
      file(set, 'train-images-idx3'),
      file(set, 'train-labels-idx1'),
      file(set, 'test-images-idx3'),
      file(set, 'test-labels-idx1'),
    ],
    maxBytes: 300_000_000,
  },
  classNames,
  // Rows and columns are exchanged in EMNIST's files.
  options: { kind: 'idx', transpose: true },
})

export const emnistSets: readonly KnownSet[] = [
  // Capital and small letters are one class.
  emnist('letters', { images: 124_800, testImages: 20_800, classNames: CAPITALS }),
  emnist('balanced', {
    ...{ images: 112_800, testImages: 18_800 },
    classNames: [...DIGITS, ...CAPITALS, ...OTHER_SMALL],
  }),
  emnist('digits', { images: 240_000, testImages: 40_000, classNames: DIGITS }),
]
