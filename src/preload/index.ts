import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CALL_CHANNEL, MESSAGE_CHANNEL } from './channels'

/*
 * The page's only access to Electron: a function to send calls, one to receive messages, and one that
 * gives the path of a file that the user chose or dropped.
 */

type Handler = (message: unknown) => void
const handlers = new Set<Handler>()
const deliver = (message: unknown): void => handlers.forEach((handle) => handle(message))

ipcRenderer.on(MESSAGE_CHANNEL, (_event, message: unknown) => deliver(message))

/** The error reply to a call that the host rejected. */
const refusal = (call: unknown, error: unknown): unknown => {
  const id = typeof call === 'object' && call !== null && 'id' in call ? call.id : undefined
  return { kind: 'error', id, error: { code: 'internal', message: String(error) } }
}

contextBridge.exposeInMainWorld('studioBridge', {
  send(call: unknown): void {
    ipcRenderer.invoke(CALL_CHANNEL, call).then(
      (answer: unknown) => answer !== undefined && deliver(answer),
      (error: unknown) => deliver(refusal(call, error)),
    )
  },
  onMessage(handle: Handler): () => void {
    handlers.add(handle)
    return () => void handlers.delete(handle)
  },
  pathOf: (file: File): string => webUtils.getPathForFile(file),
})
