// How freeze-data-folder.mjs talks to the program that it starts.
import readline from 'node:readline'
import WebSocket from 'ws'

/**
 * Connects to a web host as a page does.
 * @param {URL} address with the host's token
 */
export async function connect(address) {
  const page = await fetch(address, { redirect: 'manual' })
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const socket = new WebSocket(`ws://${address.host}/studio`, {
    headers: { Origin: address.origin, Cookie: cookie },
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let id = 0
  /** @param {string} command @param {object} body */
  const call = (command, body) =>
    new Promise((resolve, reject) => {
      const own = ++id
      socket.on('message', (data) => {
        const message = JSON.parse(String(data))
        if (message.id !== own) return
        if (message.kind === 'reply') resolve(message.body)
        else reject(new Error(JSON.stringify(message.error)))
      })
      socket.send(JSON.stringify({ id: own, command, body }))
    })
  return { call, close: () => socket.close() }
}

/**
 * Waits for the first JSON line printed by a process that satisfies `fits`.
 *
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable,
 *   null>} child
 * @param {(value: { event: string, step: number, url: string }) => boolean} fits
 * @returns {Promise<{ url: string }>}
 */
export function firstLine(child, fits) {
  return new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const value = JSON.parse(line)
      if (fits(value)) resolve(value)
    })
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)))
  })
}
