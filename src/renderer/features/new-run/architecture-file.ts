import { architectureFaults } from '../../../contract/architectures/architecture-faults'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../../contract/architectures/own-networks'
import type { Words } from '../../../contract/words'
import { readJsonFile } from './json-file'

/** Networks read from a file, or what is wrong with the file, as one phrase for each fault. */
export type OpenedArchitecture = { networks: OwnNetworks } | { faults: Words[] }

/** Reads an architecture file that the user chose. */
export async function openArchitecture(file: Blob): Promise<OpenedArchitecture> {
  const read = await readJsonFile(file)
  if ('faults' in read) return read
  const { data, error } = ownNetworksSchema.safeParse(read.raw)
  return data === undefined ? { faults: architectureFaults(error, read.raw) } : { networks: data }
}
