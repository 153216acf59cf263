import { architectureFaults } from '../../../contract/architectures/architecture-faults'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../../contract/architectures/own-networks'
import type { Words } from '../../../contract/words'

const MAX_BYTES = 2 ** 20

/** Networks read from a file, or what is wrong with the file, as one phrase for each fault. */
export type OpenedArchitecture = { networks: OwnNetworks } | { faults: Words[] }

/** Reads an architecture file that the user chose. */
export async function openArchitecture(file: Blob): Promise<OpenedArchitecture> {
  if (file.size > MAX_BYTES) {
    return { faults: [{ en: 'it is larger than 1 MiB', zh: '文件超过 1 MiB' }] }
  }
  let raw: unknown
  try {
    raw = JSON.parse(await file.text())
  } catch {
    return { faults: [{ en: 'it is not JSON', zh: '不是 JSON' }] }
  }
  const { data, error } = ownNetworksSchema.safeParse(raw)
  return data === undefined ? { faults: architectureFaults(error, raw) } : { networks: data }
}
