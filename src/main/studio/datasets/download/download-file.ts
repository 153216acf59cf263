import type { Notice } from '../../../../contract/notices'
import type { Network } from './network'
import { PartFile } from './part-file'
import { transfer } from './transfer'

/** A file to download. */
export interface Download {
  /** Addresses of the same file, in the order in which they are tried. */
  mirrors: readonly string[]
  /** Length of the file: a server that sends more is refused. */
  bytes: number
  /** Path of the complete file; its folder exists. */
  target: string
  /** Says why a complete file is not the expected one; undefined if it is. */
  faultOf: (path: string) => Promise<Notice | undefined>
  signal: AbortSignal
  /** Called with the bytes of the file that have arrived. */
  onProgress: (bytes: number) => void
}

/** Requests to one mirror, each of which has brought the file further. */
const MAX_REQUESTS = 30

/**
 * Downloads a file from the first mirror that has it. An interrupted download continues where it
 * was, from any mirror, also in a later call; the complete file is checked before it gets its name.
 *
 * @returns why each mirror failed, with its address; undefined if the file is there
 * @throws StudioError `storage`; the signal's reason if aborted
 */
export async function downloadFile(
  download: Download,
  network: Network,
): Promise<Notice[] | undefined> {
  const part = await PartFile.open(download.target)
  try {
    const reasons: Notice[] = []
    for (const address of download.mirrors) {
      const why = await fromMirror(download, address, part, network)
      if (why === undefined) return undefined
      reasons.push({ ...why, where: address })
    }
    return reasons
  } finally {
    await part.close()
  }
}

async function fromMirror(
  download: Download,
  address: string,
  part: PartFile,
  network: Network,
): Promise<Notice | undefined> {
  const { bytes, signal, onProgress } = download
  let why: Notice | undefined
  for (let request = 0; request < MAX_REQUESTS; request++) {
    signal.throwIfAborted()
    const before = part.bytes
    why = await transfer({ address, part, bytes, network, signal, onProgress })
    if (why === undefined) {
      why = await download.faultOf(part.path)
      if (why === undefined) {
        await part.publish()
        return undefined
      }
      await part.empty()
      // Earlier bytes, such as another mirror's, may be the wrong ones.
      if (before === 0) return why
    } else if (part.bytes <= before && (before === 0 || part.bytes > 0)) {
      return why
    }
  }
  return why
}
