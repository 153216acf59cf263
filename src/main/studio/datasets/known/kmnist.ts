import type { KnownFile, KnownSet } from './known-set'

const HOSTS = [
  'https://codh.rois.ac.jp/kmnist/dataset/kmnist/',
  'http://codh.rois.ac.jp/kmnist/dataset/kmnist/',
]

const file = (name: string, bytes: number, md5: string): KnownFile => ({
  ...{ name, bytes, md5 },
  mirrors: HOSTS.map((host) => host + name),
})

/** T. Clanuwat, M. Bober-Irizar, A. Kitamoto, A. Lamb, K. Yamamoto, D. Ha, arXiv 1812.01718. */
export const kmnist: KnownSet = {
  key: 'kmnist',
  title: 'KMNIST',
  ...{ images: 60_000, testImages: 10_000, size: 28, channels: 1 },
  licence:
    'CC BY-SA 4.0. KMNIST Dataset (created by CODH), adapted from Kuzushiji Dataset (created by NIJL and others), doi:10.20676/00000341',
  homepage: 'https://codh.rois.ac.jp/kmnist/index.html.en',
  folder: 'kmnist',
  files: [
    file('train-images-idx3-ubyte.gz', 18_165_135, 'bdb82020997e1d708af4cf47b453dcf7'),
    file('train-labels-idx1-ubyte.gz', 29_497, 'e144d726b3acfaa3e44228e80efcd344'),
    file('t10k-images-idx3-ubyte.gz', 3_041_136, '5c965bf0a639b31b8f53240b1b52f4d7'),
    file('t10k-labels-idx1-ubyte.gz', 5_120, '7320c461ea6c1c855c0b718fb2a4b134'),
  ],
  classNames: [
    'お o',
    'き ki',
    'す su',
    'つ tsu',
    'な na',
    'は ha',
    'ま ma',
    'や ya',
    'れ re',
    'を wo',
  ],
  options: { kind: 'idx' },
}
