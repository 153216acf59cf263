import { z } from 'zod'
import { errorReportSchema, fromReport, problemError, StudioError } from '../../contract/errors'
import type { Uploadable } from './uploadable'

/*
 * Sends a file to the studio in pieces. After a lost connection it asks how much has arrived and
 * continues from there, so that nothing is sent twice or lost.
 */

const PIECE_BYTES = 8 * 1024 * 1024
const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 5_000
/** Times that the studio may expect another offset in a row before the upload fails. */
const MAX_MISMATCHES = 5
/** Status codes of a proxy that cannot reach the studio. */
const AWAY = [502, 503, 504]

const offset = z.number().int().min(0)
const begunSchema = z.object({ id: z.string().min(1), offset })
const receivedSchema = z.object({ offset, path: z.string().optional() })
type Received = z.infer<typeof receivedSchema>

/** The browser APIs that uploading uses. */
export interface UploadNetwork {
  fetch(url: string, init: RequestInit): Promise<Response>
  /** Resolves after a time. Rejects with the signal's reason if it is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** A file that has been stored on the studio's machine. */
export interface Uploaded {
  path: string
  /** Removes it again. The studio refuses that while an import needs it, and removes it afterwards. */
  remove(): void
}

/** Bytes that have arrived; `waiting` while the studio cannot be reached. */
export interface UploadProgress {
  sent: number
  waiting: boolean
}

/**
 * Uploads a file and resumes by itself after a lost connection.
 *
 * @returns where the studio has stored it, on its own machine
 * @throws StudioError if the studio refuses it or the file cannot be read; the signal's reason if
 *   aborted, and what has arrived is then removed
 */
export async function uploadFile(
  file: Uploadable,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
  network: UploadNetwork = browserNetwork,
): Promise<Uploaded> {
  const body = JSON.stringify({ name: file.name, bytes: file.size })
  signal.throwIfAborted()
  // Without the signal: an upload that has begun can only be removed by the id in the reply.
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }
  const begun = await parsed(await network.fetch('/uploads', init).catch(unreachable), begunSchema)
  const url = `/uploads/${encodeURIComponent(begun.id)}`
  // If this fails, the studio removes it after some days.
  const remove = (): void =>
    void network.fetch(url, { method: 'DELETE', keepalive: true }).catch(() => undefined)
  try {
    signal.throwIfAborted()
    const path = await sendAll({ file, url, onProgress, signal, network }, begun.offset)
    return { path, remove }
  } catch (error) {
    // A failed upload cannot be continued.
    remove()
    throw error
  }
}

interface Sending {
  file: Uploadable
  url: string
  onProgress: (progress: UploadProgress) => void
  signal: AbortSignal
  network: UploadNetwork
}

async function sendAll(sending: Sending, first: number): Promise<string> {
  const { file, onProgress, signal, network } = sending
  let sent = first
  /** Pieces in a row that did not arrive, and those of them that the studio answered. */
  let failed = 0
  let answered = 0
  onProgress({ sent, waiting: false })
  // The reply to the last piece has the path; if it was lost, an empty piece asks for it.
  for (;;) {
    const reply = await sendPiece(sending, sent)
    const received = typeof reply === 'object' ? reply : await resume(sending, sent)
    if (received.path !== undefined && received.offset === file.size) return received.path
    const arrived = received.offset > sent
    failed = arrived ? 0 : failed + 1
    answered = arrived ? 0 : answered + (reply === 'lost' ? 0 : 1)
    if (answered > MAX_MISMATCHES) throw problemError('internal', 'uploadStuck', {})
    if (failed > 1) await network.wait(delayAfter(failed - 2), signal)
    sent = received.offset
    onProgress({ sent, waiting: false })
  }
}

const delayAfter = (failures: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures, 10), MAX_DELAY_MS)

/** @returns `mismatch` if the studio expects another offset */
async function sendPiece(
  { file, url, signal, network }: Sending,
  from: number,
): Promise<Received | 'lost' | 'mismatch'> {
  const piece = await bytesOf(file, from)
  signal.throwIfAborted()
  const headers = { 'Upload-Offset': String(from), 'Content-Type': 'application/octet-stream' }
  const init = { method: 'PATCH', headers, body: piece, signal }
  const response = await network.fetch(url, init).catch(() => undefined)
  signal.throwIfAborted()
  if (response === undefined || AWAY.includes(response.status)) return 'lost'
  return response.status === 409 ? 'mismatch' : parsed(response, receivedSchema)
}

async function bytesOf(file: Uploadable, from: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(from, Math.min(file.size, from + PIECE_BYTES)).arrayBuffer()
  } catch (cause) {
    // A file made of several says which of them cannot be read.
    if (cause instanceof StudioError) throw cause
    throw problemError('usage', 'uploadUnreadable', {}, { where: file.name, cause })
  }
}

/** Waits until the studio can be reached, and asks how much has arrived. */
async function resume(
  { url, onProgress, signal, network }: Sending,
  sent: number,
): Promise<Received> {
  for (let failures = 0; ; failures++) {
    const response = await network.fetch(url, { signal }).catch(() => undefined)
    signal.throwIfAborted()
    if (response !== undefined && !AWAY.includes(response.status)) {
      return parsed(response, receivedSchema)
    }
    onProgress({ sent, waiting: true })
    await network.wait(delayAfter(failures), signal)
  }
}

/** @throws StudioError if the studio refused the request or its reply is not as expected */
async function parsed<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const text = await response.text()
  const json = parseJson(text)
  if (response.ok) {
    const reply = schema.safeParse(json)
    if (reply.success) return reply.data
  }
  const report = errorReportSchema.safeParse(json)
  if (report.success) throw fromReport(report.data)
  const why = text.trim().slice(0, 200)
  throw problemError('internal', 'uploadRefused', {
    why: why === '' ? `HTTP ${response.status}` : why,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unreachable = (cause: unknown): never => {
  if (cause instanceof StudioError || isAbort(cause)) throw cause
  throw problemError('internal', 'uploadUnreachable', {}, { cause })
}
const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError'

const browserNetwork: UploadNetwork = {
  fetch: (url, init) => fetch(url, init),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer)
        window.removeEventListener('online', done)
        reject(signal.reason as Error)
      }
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        window.removeEventListener('online', done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      signal.addEventListener('abort', abort, { once: true })
      // The machine is back online, so there is no reason to wait longer.
      window.addEventListener('online', done)
    }),
}
