import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { problemError, StudioError, toReport } from '../../contract/errors'
import { parseJsonGuarded } from '../disk/json'
import { commonHeaders } from './static-files'

/*
 * Files come in pieces: `POST /uploads` with {name, bytes} replies {id, offset}; `PATCH
 * /uploads/<id>` with `Upload-Offset` and a piece as its body replies {offset}, and {offset, path}
 * after the last one; `GET` replies the same; `DELETE` cancels. Errors are reports as JSON, with the
 * true offset if another one was expected (409).
 */

/** How much of a file has arrived, and its path once it is complete. */
interface UploadState {
  offset: number
  path?: string
}

/** Stores uploads; all of its errors are StudioErrors. */
export interface UploadStore {
  create(file: { name: string; bytes: number }): Promise<{ id: string; offset: number }>
  state(id: string): Promise<UploadState>
  append(id: string, offset: number, piece: AsyncIterable<Uint8Array>): Promise<UploadState>
  remove(id: string): Promise<void>
}

const PREFIX = '/uploads'
/** Most bytes of a request that are read to describe a file, or to reject a piece. */
const MAX_DESCRIPTION_BYTES = 65_536
const MAX_REJECTED_BYTES = 8 * 2 ** 20
/** Milliseconds without data after which a request is given up. */
const STALL_MS = 30_000

const fileSchema = z.strictObject({
  name: z.string().min(1).max(4096),
  bytes: z.number().int().min(0),
})

export const isUploadPath = (pathname: string): boolean =>
  pathname === PREFIX || pathname.startsWith(`${PREFIX}/`)

/** Answers a request that has passed the access checks. */
export async function answerUpload(
  store: UploadStore,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = pathname.slice(PREFIX.length + 1)
  request.setTimeout(STALL_MS, () => request.destroy())
  try {
    const reply = await replyTo(store, id, request)
    if (reply === undefined) return send(response, 405, { error: 'method not allowed' })
    send(response, request.method === 'POST' ? 201 : 200, reply)
  } catch (error) {
    // A browser that is still sending would not read the reply.
    await discard(request)
    const status = statusOf(error)
    const state = status === 409 ? await store.state(id).catch(() => ({})) : {}
    send(response, status, { ...toReport(error), ...state })
  }
}

async function replyTo(
  store: UploadStore,
  id: string,
  request: IncomingMessage,
): Promise<object | undefined> {
  const { method } = request
  if (id === '') return method === 'POST' ? store.create(await described(request)) : undefined
  if (method === 'GET') return store.state(id)
  if (method === 'PATCH') return store.append(id, offsetOf(request), bodyOf(request))
  if (method !== 'DELETE') return undefined
  await store.remove(id)
  return {}
}

async function described(request: IncomingMessage): Promise<z.infer<typeof fileSchema>> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of bodyOf(request)) {
    length += part.length
    if (length > MAX_DESCRIPTION_BYTES) throw invalid('it is too long')
    parts.push(part)
  }
  let json: unknown
  try {
    json = parseJsonGuarded(Buffer.concat(parts).toString('utf8'), { levels: 5, values: 20 })
  } catch {
    throw invalid('it is not JSON')
  }
  const file = fileSchema.safeParse(json)
  if (file.success) return file.data
  throw invalid(file.error.issues.map((issue) => issue.path.join('.')).join(', '))
}

/** The body of a request. Leaving it early must not end the connection, which awaits a reply. */
const bodyOf = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false })

function offsetOf({ headers }: IncomingMessage): number {
  const text = String(headers['upload-offset'] ?? '')
  const offset = Number(text)
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(offset)) throw invalid('Upload-Offset')
  return offset
}

const invalid = (why: string): StudioError => problemError('usage', 'uploadInvalid', { why })

/** Reads the rest of a request, unless it is longer than a piece may be. */
async function discard(request: IncomingMessage): Promise<void> {
  let length = 0
  try {
    for await (const part of bodyOf(request)) {
      length += part.length
      if (length > MAX_REJECTED_BYTES) return
    }
  } catch {
    // The connection has ended.
  }
}

const statuses: Readonly<Record<string, number>> = {
  uploadUnknown: 404,
  uploadAtOtherPlace: 409,
  uploadBusy: 409,
  uploadInUse: 409,
  uploadTooLarge: 413,
  uploadPieceTooLong: 413,
  uploadBeyondEnd: 413,
  uploadsTooMany: 429,
  uploadNoSpace: 507,
  diskFull: 507,
  diskQuota: 507,
}

function statusOf(error: unknown): number {
  if (!(error instanceof StudioError)) return 500
  return statuses[error.problem?.code ?? ''] ?? (error.code === 'usage' ? 400 : 500)
}

function send(response: ServerResponse, status: number, reply: object): void {
  if (response.destroyed) return
  const headers = { ...commonHeaders, 'Content-Type': 'application/json; charset=utf-8' }
  const rest = status < 300 ? {} : { Connection: 'close' }
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', ...rest })
  response.end(`${JSON.stringify(reply)}\n`)
}
