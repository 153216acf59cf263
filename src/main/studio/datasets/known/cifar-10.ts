import type { KnownSet } from './known-set'

const parts = ['1', '2', '3', '4', '5'].map((part) => `data_batch_${part}.bin`)

/** A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. */
export const cifar10: KnownSet = {
  key: 'cifar-10',
  title: 'CIFAR-10',
  ...{ images: 50_000, testImages: 10_000, size: 32, channels: 3 },
  licence:
    'none stated; cite the technical report. Alex Krizhevsky, Vinod Nair, Geoffrey Hinton, 2009',
  homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  folder: 'cifar-10',
  files: [
    {
      name: 'cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      md5: 'c32a1d4ab5d03f1284b67883e8d87530',
      mirrors: [
        'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
        'https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz',
        'https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz',
      ],
    },
  ],
  archive: {
    format: 'tar.gz',
    entries: [...parts, 'test_batch.bin', 'batches.meta.txt'].map(
      (name) => `cifar-10-batches-bin/${name}`,
    ),
    maxBytes: 6 * 30_730_000 + 10_000,
  },
  classNames: [
    ...['airplane', 'automobile', 'bird', 'cat', 'deer'],
    ...['dog', 'frog', 'horse', 'ship', 'truck'],
  ],
  options: { kind: 'cifar' },
}
