import type { CommandReply } from '../../../contract/api'
import { problemError } from '../../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../../contract/file-format'
import type { StudioClient } from '../../../contract/rpc'

/** Largest file whose base64 fits the contract's limit. */
const MAX_BYTES = 36_000_000

/** Weights that the studio has received from a file. */
export interface Upload extends CommandReply<'weights.upload'> {
  name: string
}

/**
 * Sends a safetensors file to the studio.
 *
 * @throws StudioError if it is of another format, too large, unreadable or not a generator's
 */
export async function uploadWeights(client: StudioClient, file: File): Promise<Upload> {
  await refuseUnusable(file)
  const base64 = toBase64(await bytesOf(file, file))
  const reply = await client.call('weights.upload', { name: file.name, base64 })
  return { ...reply, name: file.name }
}

/** Refuses before the upload what the studio would refuse after it, and what is too large to send. */
async function refuseUnusable(file: File): Promise<void> {
  const at = { where: file.name }
  const format = formatOf(await bytesOf(file, file.slice(0, FORMAT_BYTES)))
  if (format !== undefined && format !== 'safetensors') {
    throw problemError('checkpoint', 'weightsOfOtherFormat', { format }, at)
  }
  if (file.size > MAX_BYTES) throw problemError('usage', 'fileTooLarge', {}, at)
}

/** Reads a part of a file. @throws StudioError `storage` */
async function bytesOf(file: File, part: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await part.arrayBuffer())
  } catch (error) {
    const given = { why: String(error) }
    throw problemError('storage', 'fileNotRead', given, { where: file.name, cause: error })
  }
}

/** Bytes encoded at once, a multiple of 3, and few enough for the arguments of a function. */
const CHUNK = 3 * 2 ** 13

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += CHUNK) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK))))
  }
  return parts.join('')
}
