import type { Page } from '@playwright/test'

/*
 * Actions of a malicious script in the page. The code is text because it runs in the page.
 */

/** Sends a message over the page's connection to the host. @returns the reply with that id */
export function sendRaw(page: Page, message: unknown, id: number): Promise<unknown> {
  return page.evaluate(
    `new Promise((resolve, reject) => {
      const message = ${JSON.stringify(message)}
      const receive = (answer) => { if (answer.id === ${id}) resolve(answer) }
      if (window.studioBridge !== undefined) {
        window.studioBridge.onMessage(receive)
        window.studioBridge.send(message)
        return
      }
      const socket = new WebSocket('ws://' + location.host + '/studio')
      socket.onopen = () => socket.send(JSON.stringify(message))
      socket.onmessage = ({ data }) => receive(JSON.parse(data))
      socket.onclose = ({ code }) => reject(new Error('closed with ' + code))
    })`,
  )
}

/** Fetches a path of the page's origin. @returns the response's status and text */
export function fetchPath(page: Page, path: string): Promise<{ status: number; text: string }> {
  return page.evaluate(
    `fetch(${JSON.stringify(path)}).then(async (answer) => ({
      status: answer.status,
      text: await answer.text(),
    }))`,
  )
}

/** Returns true if the studio still replies to calls. */
export async function isAlive(page: Page): Promise<boolean> {
  const call = { id: 900_000, command: 'runs.list', body: {} }
  const answer = (await sendRaw(page, call, call.id)) as { kind?: string }
  return answer.kind === 'reply'
}
