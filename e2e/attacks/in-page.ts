import type { Page } from '@playwright/test'

/*
 * What a script could try that had got into the page. The code is text, as it runs in the
 * page and not here.
 */

/** Sends something over the page's own line to the host, and gives the first message that answers it. */
export function sendRaw(page: Page, message: unknown, id: number): Promise<unknown> {
  return page.evaluate(
    `new Promise((resolve, reject) => {
      const message = ${JSON.stringify(message)}
      const heard = (answer) => { if (answer.id === ${id}) resolve(answer) }
      if (window.studioBridge !== undefined) {
        window.studioBridge.onMessage(heard)
        window.studioBridge.send(message)
        return
      }
      const socket = new WebSocket('ws://' + location.host + '/studio')
      socket.onopen = () => socket.send(JSON.stringify(message))
      socket.onmessage = ({ data }) => heard(JSON.parse(data))
      socket.onclose = ({ code }) => reject(new Error('closed with ' + code))
    })`,
  )
}

/** The status and text of what the page gets for a path of its own origin. */
export function fetchPath(page: Page, path: string): Promise<{ status: number; text: string }> {
  return page.evaluate(
    `fetch(${JSON.stringify(path)}).then(async (answer) => ({
      status: answer.status,
      text: await answer.text(),
    }))`,
  )
}

/** Whether the studio still answers. */
export async function isAlive(page: Page): Promise<boolean> {
  const call = { id: 900_000, command: 'runs.list', body: {} }
  const answer = (await sendRaw(page, call, call.id)) as { kind?: string }
  return answer.kind === 'reply'
}
