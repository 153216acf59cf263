import { exactly } from '../counted'

/* Faults of zip files, including .npz archives; see ../problems.ts. */

export const zipFaults = {
  zipTrailingData: { message: () => 'there is other data after its end' },
  zipEndMissing: { message: () => 'its end is missing' },
  zipEndDamaged: { message: () => 'its end is damaged' },
  zipEndsEarly: { message: () => 'it ends too early' },
  zipInParts: { message: () => 'it is one of several parts, which must be joined first' },
  zipListDamaged: { message: () => 'its list of files is damaged' },
  zipNamesUnsafe: {
    message: () => 'it has file names that are absolute paths or lead to a parent folder',
  },
  zipStronglyEncrypted: { message: () => 'it is encrypted' },
  zipTooShort: {
    message: ({ count }: { count: number }) =>
      `it is too short for the ${exactly(count, 'more than')} entries that it declares`,
  },
  zipMoreEntries: {
    message: ({ count }: { count: number }) =>
      `it has more entries than the ${exactly(count, 'more than')} that it declares`,
  },
}

export type ZipFaultCode = keyof typeof zipFaults
