import { expect, it } from 'vitest'
import type { CommandReply } from '../../../../contract/api'
import { preparationSchema } from '../../../../contract/datasets/preparation'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { PreviewLoader } from './preview.svelte'

function setUp() {
  const client = new FakeClient()
  client.connect()
  let timer: (() => void) | undefined
  const later = (_: number, run: () => void) => {
    timer = run
    return () => void (timer = undefined)
  }
  const preview = new PreviewLoader(client, later)
  const elapse = async () => {
    timer?.()
    timer = undefined
    await flushPromises()
  }
  return { client, preview, elapse }
}
const source = { path: '/cats', options: {} }
const sized = (imageSize: number) => preparationSchema.parse({ imageSize, channels: 3 })

it('is requested once, when the values have stopped changing', async () => {
  const { client, preview, elapse } = setUp()
  for (const size of [6, 64]) preview.request(source, sized(size))
  expect([preview.status, client.calls.length]).toEqual(['working', 0])
  await elapse()
  expect([preview.status, preview.value?.imageSize, client.calls.length]).toEqual(['ready', 64, 1])
})

it('shows the newest values, in whatever order the replies arrive', async () => {
  const { client, preview, elapse } = setUp()
  const answers: ((reply: CommandReply<'sources.preview'>) => void)[] = []
  client.override['sources.preview'] = () => new Promise((resolve) => answers.push(resolve))
  const reply = (imageSize: number) => {
    return { id: `p${imageSize}`, images: [], columns: 5, imageSize, refused: [] }
  }
  preview.request(source, sized(28))
  await elapse()
  preview.request(source, sized(64))
  await elapse()
  answers[1]?.(reply(64))
  await flushPromises()
  answers[0]?.(reply(28))
  await flushPromises()
  expect([preview.status, preview.value?.imageSize]).toEqual(['ready', 64])
})

it('stays while the next one is prepared or a value is invalid, and goes with the source', async () => {
  const { preview, elapse } = setUp()
  preview.request(source, sized(28))
  await elapse()
  preview.request(source, sized(64))
  expect([preview.status, preview.value?.imageSize]).toEqual(['working', 28])
  preview.request(source, undefined)
  await elapse()
  expect([preview.status, preview.value?.imageSize]).toEqual(['ready', 28])
  preview.request(undefined, undefined)
  expect([preview.status, preview.value]).toEqual(['none', undefined])
})

it('says why it failed, and recovers', async () => {
  const { client, preview, elapse } = setUp()
  client.override['sources.preview'] = () => Promise.reject(new Error('gone'))
  preview.request(source, sized(28))
  await elapse()
  expect([preview.status, preview.error?.message]).toEqual(['failed', 'gone'])
  client.override = {}
  preview.request(source, sized(32))
  await elapse()
  expect([preview.status, preview.error]).toEqual(['ready', undefined])
})
