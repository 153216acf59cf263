import { strict } from './strict.mjs'

/*
 * Custom schemes. The browser does not know them, so app://studio/x is loaded as
 * http://studio.app.localhost/x, and the handler answers requests to that address.
 */

const ZONE = 'localhost'
/** @type {Map<string, (request: Request) => Response | Promise<Response>>} */
const handlers = new Map()
const standard = new Set()

export const protocol = strict(
  {
    registerSchemesAsPrivileged(schemes) {
      for (const { scheme, privileges } of schemes) {
        if (privileges.standard !== true) {
          throw new Error('the Electron stand-in has only standard schemes')
        }
        standard.add(scheme)
      }
    },
    handle(scheme, handler) {
      if (!standard.has(scheme)) throw new Error(`${scheme}: was not registered before`)
      if (handlers.has(scheme)) throw new Error(`${scheme}: has a handler already`)
      handlers.set(scheme, handler)
    },
  },
  'protocol',
)

/** The address that the browser uses. @param {string} address */
export function toBrowser(address) {
  const match = /^([a-z][\w+.-]*):\/\/([^/?#]+)(.*)$/i.exec(address)
  if (match === null || !standard.has(match[1])) return address
  return `http://${match[2]}.${match[1]}.${ZONE}${match[3]}`
}

/** The address that the application uses. @param {string} address */
export function toApp(address) {
  const match = /^(blob:)?http:\/\/([^/?#]+)\.([\w+-]+)\.localhost(?=[/?#]|$)(.*)$/.exec(address)
  if (match === null || !standard.has(match[3])) return address
  return `${match[1] ?? ''}${match[3]}://${match[2]}${match[4]}`
}

/**
 * Answers a paused request of the browser.
 * @param {{ requestId: string, request: any }} paused
 * @param {(method: string, params: object) => Promise<unknown>} send
 */
export async function fulfil({ requestId, request }, send) {
  const url = toApp(request.url)
  const handler = url === request.url ? undefined : handlers.get(new URL(url).protocol.slice(0, -1))
  if (handler === undefined) return send('Fetch.continueRequest', { requestId })
  const init = { method: request.method, headers: request.headers }
  const body = request.postData === undefined ? {} : { body: request.postData }
  const response = await handler(new Request(url, { ...init, ...body }))
  return send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}
