/* Faults inside a weights file or a document, quoted by other problems; see ../problems.ts. */

import { grouped } from '../counted'

/** A tensor in which `count` out of `of` values are not finite. */
export interface NotFinite {
  name: string
  count: number
  of: number
}

export const filesProblems = {
  notValid: {
    message: ({ what, why }: { what: string; why: string }) => `${what} is not valid: ${why}`,
  },
  fileMissing: { message: () => 'the file is missing' },
  fileEmpty: { message: () => 'the file is empty' },
  fileBeyondReading: { message: () => 'it can no longer be read from the disk' },
  contentChanged: {
    message: () => 'its content was changed or damaged after it was saved',
  },
  otherLength: {
    message: ({ bytes, expected }: { bytes: number; expected: number }) =>
      `it has ${grouped(bytes)} bytes instead of ${grouped(expected)}`,
  },
  optimizerStepsDiffer: {
    message: ({ network, found, expected }: { network: string; found: number; expected: number }) =>
      `it says that the ${network}'s optimiser made ${grouped(found)} updates, not ${grouped(expected)}`,
  },
  manifestDisagrees: {
    message: ({ name, found, expected }: { name: string; found: number; expected: number }) =>
      `its hyperparameters give ${name} as ${grouped(expected)}, but its network has ${grouped(found)}`,
  },
  fileNotListed: { message: () => 'its manifest does not list this file' },
  stepsDisagree: {
    message: ({ folder, manifest }: { folder: number; manifest: number }) =>
      `its folder is named after step ${grouped(folder)}, but its manifest says step ${grouped(manifest)}`,
  },
  noSchemaVersion: { message: () => 'it has no schemaVersion' },
  schemaUnknown: {
    message: ({ version }: { version: number }) => `schema ${version} is unknown`,
  },

  migrationFailed: {
    message: ({ version, why }: { version: number; why: string }) =>
      `it could not be migrated to schema ${version} (${why})`,
  },

  headerCutShort: { message: () => 'it is truncated: the file ends within its header' },
  onlyBytes: {
    message: ({ bytes }: { bytes: number }) => `the file has only ${grouped(bytes)} bytes`,
  },
  headerTooLong: {
    message: ({ bytes, most }: { bytes: string; most: number }) =>
      `its header is too large: ${bytes} bytes, where at most ${grouped(most)} are read`,
  },
  headerNotJson: { message: () => 'its header is not JSON' },
  headerNotObject: { message: () => 'its header is not a JSON object' },
  metadataNotTexts: { message: () => 'its __metadata__ contains values other than strings' },
  nameTwice: {
    message: ({ name }: { name: string }) => `its header lists "${name}" twice`,
  },
  tensorMisdescribed: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the description of the tensor "${name}" is invalid (${why})`,
  },
  tensorOfOtherType: {
    message: ({ name, type, known }: { name: string; type: string; known: string }) =>
      `the tensor "${name}" is of type ${type}; supported are ${known}`,
  },
  tensorOfOtherLength: {
    message: ({ name, shape, bytes }: { name: string; shape: string; bytes: number }) =>
      `the tensor "${name}" of shape [${shape}] has ${grouped(bytes)} bytes of data`,
  },
  tensorsOverlap: {
    message: ({ name }: { name: string }) => `the tensor "${name}" overlaps another`,
  },
  gapBeforeTensor: {
    message: ({ name }: { name: string }) => `there is a gap before the tensor "${name}"`,
  },
  dataCutShort: {
    message: ({ bytes }: { bytes: number }) =>
      `it is truncated: ${grouped(bytes)} bytes are missing`,
  },
  trailingBytes: {
    message: ({ bytes }: { bytes: number }) =>
      `${grouped(bytes)} bytes at its end belong to no tensor`,
  },

  tensorNotFinite: {
    message: ({ name, count, of }: NotFinite) =>
      `${grouped(count)} of the ${grouped(of)} values of "${name}" are NaN or infinite`,
  },
  moreTensors: {
    message: ({ count }: { count: number }) =>
      `and ${grouped(count)} more ${count === 1 ? 'tensor' : 'tensors'}`,
  },
  tensorMissing: { message: ({ name }: { name: string }) => `${name} is missing` },
  tensorUnknown: { message: ({ name }: { name: string }) => `${name} is unexpected` },
  tensorDiffers: {
    message: ({ name, found, wanted }: { name: string; found: string; wanted: string }) =>
      `${name} is ${found}, not ${wanted}`,
  },
}
