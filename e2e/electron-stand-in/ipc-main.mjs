import { notImplemented, strict } from './strict.mjs'

/** @type {Map<string, (event: object, ...args: unknown[]) => unknown>} */
const handlers = new Map()

export const ipcMain = strict(
  {
    handle(channel, handler) {
      if (handlers.has(channel)) throw new Error(`${channel} has a handler already`)
      handlers.set(channel, handler)
    },
    /** electron-store listens for synchronous messages from pages, which cannot occur here. */
    on: (channel) => {
      if (channel !== 'electron-store-get-data') notImplemented('ipcMain.on')()
    },
  },
  'ipcMain',
)

/**
 * @param {object} event
 * @param {{ id: number, channel: string, args: unknown[] }} message
 * @returns {Promise<object>} the reply
 */
export async function answerInvoke(event, { id, channel, args }) {
  try {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { kind: 'reply', id, value: await handler(event, ...args) }
  } catch (error) {
    const message = `Error invoking remote method '${channel}': ${error}`
    return { kind: 'error', id, message }
  }
}
