import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { network } from './network'
import type { Network } from './network'

/* A local server whose addresses behave well or badly, for tests of downloads. */

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

export interface TestServer {
  /** Makes an address behave in a way, and returns it. */
  at(path: string, behave: Behaviour): string
  /** The requests so far: path, and the value of Range. */
  readonly requests: { path: string; range: string | undefined }[]
  close(): Promise<void>
}

export async function testServer(): Promise<TestServer> {
  const behaviours = new Map<string, Behaviour>()
  const requests: TestServer['requests'] = []
  const server = http.createServer((request, response) => {
    const path = request.url ?? ''
    requests.push({ path, range: request.headers.range })
    const behave = behaviours.get(path)
    if (behave === undefined) response.writeHead(404).end('nothing here')
    else behave(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    at: (path, behave) => {
      behaviours.set(path, behave)
      return `http://127.0.0.1:${port}${path}`
    },
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const offsetOf = ({ headers }: IncomingMessage): number =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)

/** Serves a file, or its rest if the version is still that of the request. */
export const serves =
  (body: Buffer, { etag = '"1"', upTo = Infinity, ranges = true } = {}): Behaviour =>
  (request, response) => {
    const since = request.headers['if-range']
    const offset = ranges && (since === undefined || since === etag) ? offsetOf(request) : 0
    const rest = body.subarray(offset)
    response.writeHead(offset > 0 ? 206 : 200, {
      'Content-Length': rest.length,
      ETag: etag,
      ...(offset > 0 && {
        'Content-Range': `bytes ${offset}-${body.length - 1}/${body.length}`,
      }),
    })
    if (rest.length <= upTo) return void response.end(rest)
    response.write(rest.subarray(0, upTo), () => response.destroy())
  }

export const answers =
  (status: number, body: string | Buffer = '', headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

/** Never answers. */
export const silent: Behaviour = () => undefined

/** Sends the beginning, and then nothing. */
export const stalls =
  (body: Buffer, upTo: number): Behaviour =>
  (_, response) => {
    response.writeHead(200, { 'Content-Length': body.length })
    response.write(body.subarray(0, upTo))
  }

/** Sends bytes without announcing their number, for as long as they are read. */
export const endless: Behaviour = (_, response) => {
  response.writeHead(200)
  const chunk = Buffer.alloc(1 << 14, 7)
  const more = (): void => {
    while (response.write(chunk));
    response.once('drain', more)
  }
  more()
}

/** Gives up servers soon. */
export const impatient: Network = { ...network, answerMs: 1000, stallMs: 1000 }
