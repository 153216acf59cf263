import { expect, test } from '../fixtures'

/** Far from the numbers that the page itself gives its calls. */
const [BEFORE, AFTER] = [700_000, 800_000]
/** More calls than the page makes by itself. */
const CALLS = 60

const ask = (id: number): string => `
  for (let i = 0; i < ${CALLS}; i++) {
    window.studioBridge.send({ id: ${id}, command: 'engines.list', body: {} })
  }`

test('answers to a page that has gone do not reach the page in its place', async ({
  studio: { page },
}) => {
  // Trying the engines takes long enough for the page to be another by the time of the answer.
  await page.evaluate(`{${ask(BEFORE)}}`)
  await page.reload()
  const heard = await page.evaluate(`new Promise((resolve) => {
    const heard = []
    window.studioBridge.onMessage((message) => {
      if (message.id !== ${BEFORE} && message.id !== ${AFTER}) return
      heard.push(message.id)
      if (heard.length === ${CALLS}) resolve(heard)
    })
    ${ask(AFTER)}
  })`)
  expect(heard).toEqual(Array.from({ length: CALLS }, () => AFTER))
})
