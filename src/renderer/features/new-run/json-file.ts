import { readUserJson } from '../../../contract/user-json'
import type { Words } from '../../../contract/words'

const MAX_BYTES = 2 ** 20

/** Reads a JSON file that the user chose, or says in a phrase what is wrong with it. */
export async function readJsonFile(file: Blob): Promise<{ raw: unknown } | { faults: Words[] }> {
  if (file.size > MAX_BYTES) {
    return { faults: [{ en: 'it is larger than 1 MiB', zh: '文件超过 1 MiB' }] }
  }
  try {
    const read = readUserJson(new Uint8Array(await file.arrayBuffer()))
    return 'fault' in read ? { faults: [read.fault] } : read
  } catch {
    return { faults: [{ en: 'it is not JSON', zh: '不是 JSON' }] }
  }
}
