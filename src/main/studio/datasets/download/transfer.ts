import { StudioError } from '../../../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../../../contract/file-format'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import { Patience } from './network'
import type { Network } from './network'
import type { PartFile } from './part-file'

/** One request for the rest of a file. */
export interface Transfer {
  address: string
  part: PartFile
  /** Length of the complete file. */
  bytes: number
  network: Network
  /** Ends everything. */
  signal: AbortSignal
  onProgress: (bytes: number) => void
}

/**
 * Requests the bytes of a file after those in its part.
 *
 * @returns why it is not complete; undefined if it is
 * @throws StudioError `storage`; the signal's reason if aborted
 */
export async function transfer(given: Transfer): Promise<Notice | undefined> {
  const { part, bytes, network, signal } = given
  if (part.bytes > bytes) await part.empty()
  if (part.bytes === bytes) return undefined
  const patience = new Patience()
  patience.wait(network.answerMs)
  let answered = false
  try {
    const response = await network.fetch(given.address, {
      headers: await requestHeaders(given),
      signal: AbortSignal.any([signal, patience.signal]),
    })
    answered = true
    patience.wait(network.stallMs)
    return await receive(given, response, () => patience.wait(network.stallMs))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof StudioError) throw error
    if (patience.exhausted) return silence(answered, network)
    if (answered) return notice('mirrorCutShort', { done: part.bytes, bytes })
    return notice('mirrorUnreachable', { why: causeOf(error) })
  } finally {
    patience.end()
  }
}

const silence = (answered: boolean, { answerMs, stallMs }: Network): Notice =>
  answered
    ? notice('mirrorStalled', { seconds: stallMs / 1000 })
    : notice('mirrorSilent', { seconds: answerMs / 1000 })

/** The message of `fetch` only says that it failed; the cause says why. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  return cause.message === '' ? code : cause.message
}

/** Asks for the rest only: from the same address, only if the file there is still the same. */
async function requestHeaders({ address, part }: Transfer): Promise<Record<string, string>> {
  const headers = { 'Accept-Encoding': 'identity' }
  if (part.bytes === 0) return headers
  const range = { ...headers, Range: `bytes=${part.bytes}-` }
  const note = await part.note()
  const same = note?.address === address ? note.version : null
  return same === null ? range : { ...range, 'If-Range': same }
}

async function receive(
  given: Transfer,
  response: Response,
  onData: () => void,
): Promise<Notice | undefined> {
  const { part, bytes } = given
  const resumed = response.status === 206
  if (response.status === 416) await part.empty()
  if (response.status !== 200 && !resumed) {
    return notice('mirrorRefuses', { status: String(response.status) })
  }
  if (/^text\/html/i.test(response.headers.get('content-type') ?? '')) {
    return notice('mirrorWebPage', {})
  }
  if (resumed && !resumesAt(response, part.bytes)) {
    await part.empty()
    return notice('mirrorOtherRange', {})
  }
  const reader = response.body?.getReader()
  const first = await firstBytes(reader)
  onData()
  if (!resumed && formatOf(first) === 'webPage') return notice('mirrorWebPage', {})
  const announced = announcedBytes(response, resumed ? part.bytes : 0)
  if (announced !== undefined && announced !== bytes) {
    return notice('mirrorOtherSize', { bytes: announced, expected: bytes })
  }
  if (!resumed) await part.empty()
  await part.setNote({ address: given.address, version: versionOf(response.headers) })
  return store(given, first, reader, onData)
}

const resumesAt = ({ headers }: Response, offset: number): boolean =>
  Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]) === offset

/** Length of the complete file according to the server; undefined if it does not say. */
function announcedBytes({ headers }: Response, offset: number): number | undefined {
  const length = headers.get('content-length')
  // The length is that of the encoded content, which is decoded before it gets here.
  if (length === null || headers.get('content-encoding') !== null) return undefined
  return offset + Number(length)
}

function versionOf(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag !== null && tag.startsWith('"') ? tag : headers.get('last-modified')
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** Enough bytes to recognise a web page, or all there are. */
async function firstBytes(reader: Reader | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for (let length = 0; reader !== undefined && length < FORMAT_BYTES;) {
    const { value } = await reader.read()
    if (value === undefined) break
    chunks.push(value)
    length += value.length
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

async function store(
  { part, bytes, onProgress }: Transfer,
  first: Uint8Array,
  reader: Reader | undefined,
  onData: () => void,
): Promise<Notice | undefined> {
  for (let chunk: Uint8Array | undefined = first; chunk !== undefined;) {
    if (part.bytes + chunk.length > bytes) {
      await part.empty()
      return notice('mirrorTooLong', { most: bytes })
    }
    await part.append(chunk)
    onProgress(part.bytes)
    onData()
    chunk = (await reader?.read())?.value
  }
  if (part.bytes === bytes) return undefined
  return notice('mirrorCutShort', { done: part.bytes, bytes })
}
