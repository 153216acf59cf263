import { expect, test } from '../fixtures'

/** Far from the ids of the page's own calls. */
const [BEFORE, AFTER] = [700_000, 800_000]
/** More calls than the page makes itself. */
const CALLS = 60

const ask = (id: number): string => `
  for (let i = 0; i < ${CALLS}; i++) {
    window.studioBridge.send({ id: ${id}, command: 'engines.list', body: {} })
  }`

test('replies to calls of a reloaded page do not reach the new page', async ({
  studio: { page },
}) => {
  // Listing the engines takes long enough for the page to reload before the reply.
  await page.evaluate(`{${ask(BEFORE)}}`)
  await page.reload()
  const received = await page.evaluate(`new Promise((resolve) => {
    const received = []
    window.studioBridge.onMessage((message) => {
      if (message.id !== ${BEFORE} && message.id !== ${AFTER}) return
      received.push(message.id)
      if (received.length === ${CALLS}) resolve(received)
    })
    ${ask(AFTER)}
  })`)
  expect(received).toEqual(Array.from({ length: CALLS }, () => AFTER))
})
