import type { Role } from '../../sources/idx/file-names'

/**
 * SHA-256 of the uncompressed files of the bundled data sets, by folder name. Those of MNIST are of
 * the files published at yann.lecun.com/exdb/mnist, unzipped.
 */
export const knownSums: Readonly<Record<string, Readonly<Record<Role, string>>>> = {
  mnist: {
    'train-images': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    'train-labels': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    't10k-images': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    't10k-labels': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
}
