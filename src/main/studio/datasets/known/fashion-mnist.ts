import type { KnownFile, KnownSet } from './known-set'

const HOSTS = [
  'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
]

const file = (
  name: string,
  bytes: number,
  md5: string,
  unpacked: KnownFile['unpacked'] & object,
): KnownFile => ({ name, bytes, md5, unpacked, mirrors: HOSTS.map((host) => host + name) })

/** H. Xiao, K. Rasul, R. Vollgraf, arXiv 1708.07747. */
export const fashionMnist: KnownSet = {
  key: 'fashion-mnist',
  title: 'Fashion-MNIST',
  ...{ images: 60_000, testImages: 10_000, size: 28, channels: 1 },
  licence: 'MIT. Han Xiao, Kashif Rasul, Roland Vollgraf; Zalando SE, 2017',
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  folder: 'fashion-mnist',
  files: [
    file('train-images-idx3-ubyte.gz', 26_421_880, '8d4fb7e6c68d591d4c3dfef9ec88bf0d', {
      bytes: 47_040_016,
      md5: 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
    }),
    file('train-labels-idx1-ubyte.gz', 29_515, '25c81989df183df01b3e8a0aad5dffbe', {
      bytes: 60_008,
      md5: '9018921c3c673c538a1fc5bad174d6f9',
    }),
    file('t10k-images-idx3-ubyte.gz', 4_422_102, 'bef4ecab320f06d8554ea6380940ec79', {
      bytes: 7_840_016,
      md5: '8181f5470baa50b63fa0f6fddb340f0a',
    }),
    file('t10k-labels-idx1-ubyte.gz', 5_148, 'bb300cfdad3c16e7a12a480ee83cd310', {
      bytes: 10_008,
      md5: '15d484375f8d13e6eb1aabb0c3f46965',
    }),
  ],
  classNames: [
    ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
    ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  ],
  options: { kind: 'idx' },
}
