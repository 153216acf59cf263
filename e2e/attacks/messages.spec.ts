import { expect, test } from '../fixtures'
import { isAlive, sendRaw } from './in-page'

/** Far from the ids of the page's own calls. */
const ID = 500_000
const call = (command: string, body: unknown) => ({ id: ID, command, body })

test('invalid messages are refused, and the studio keeps working', async ({ shared: studio }) => {
  const { page } = studio
  const refused = [
    call('nothing.known', {}),
    call('constructor', {}),
    call('__proto__', {}),
    call('runs.get', null),
    call('runs.get', { id: '../../etc' }),
    call('runs.get', { id: 'a'.repeat(65) }),
    call('runs.delete', { id: ['x'] }),
    call('runs.metrics', { id: 'x', buckets: 1e9 }),
    call('generate', { source: { kind: 'checkpoint', id: '..', step: 0 } }),
    call('settings.set', { theme: 'pink' }),
    { id: ID, command: 7, body: {} },
    { id: ID },
  ]
  for (const message of refused) {
    expect(await sendRaw(page, message, ID)).toMatchObject({
      kind: 'error',
      error: { code: 'usage' },
    })
  }
  expect(await isAlive(page)).toBe(true)
})

test('a call about an unknown run gets an error', async ({ shared: studio }) => {
  const answer = await sendRaw(studio.page, call('runs.get', { id: 'nowhere' }), ID)
  expect(answer).toMatchObject({ kind: 'error' })
})

test('an uploaded file that is not safetensors is refused', async ({ shared: studio }) => {
  const body = { name: 'g.safetensors', base64: Buffer.from('not weights').toString('base64') }
  const answer = await sendRaw(studio.page, call('weights.upload', body), ID)
  expect(answer).toMatchObject({ kind: 'error', error: { code: 'checkpoint' } })
})
