import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writePrepared } from '../../src/main/storage/testing/prepared'
import { temporaryFolder } from '../support/studio'
import { open } from '../support/studio-host'

/* The API through which pages train the feature nets of data sets. */

const NONE = { net: null, bundled: null, training: null }

const stored = (root: string, images: number, size = 6): string =>
  writePrepared(path.join(root, 'datasets'), 'birds', {
    ...{ count: images, size, classes: 2, name: 'Garden birds' },
  })

it('a net is trained, with its progress as events, and is then kept with the data set', async () => {
  const root = temporaryFolder()
  stored(root, 400)
  const { call, waitForEvent } = await open(root)
  expect(await call('featureNets.get', { name: 'birds' })).toEqual(NONE)
  const begun = await call('featureNets.train', { name: 'Garden birds', seed: 7 })
  expect(begun).toMatchObject({ name: 'birds', state: 'running', error: null })
  await expect(call('featureNets.train', { name: 'birds', seed: 1 })).rejects.toThrow('already')
  expect((await call('featureNets.get', { name: 'birds' })).training?.state).toBe('running')
  await waitForEvent('featureNet', ({ training }) => training.progress.stage === 'training')
  await waitForEvent('featureNet', ({ training }) => training.state === 'done')
  const { net, training } = await call('featureNets.get', { name: 'birds' })
  expect(training).toBe(null)
  expect(net?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(Date.parse(net?.storedAt ?? '')).toBeLessThanOrEqual(Date.now())
  expect((await call('featureNets.get', { name: 'mnist' })).bundled).toBe('lenet-mnist')
  expect(net).toMatchObject({ title: 'LeNet for Garden birds', seed: 7, test: { images: 40 } })
})

it('a cancelled training stores nothing, and one that fails says why', async () => {
  const root = temporaryFolder()
  const dir = stored(root, 3000, 28)
  const { call, waitForEvent } = await open(root)
  await call('featureNets.train', { name: 'birds', seed: 1 })
  await waitForEvent('featureNet', ({ training }) => training.progress.stage === 'training')
  await call('featureNets.cancel', { name: 'birds' })
  await waitForEvent('featureNet', ({ training }) => training.state === 'cancelled')
  expect(await call('featureNets.get', { name: 'birds' })).toEqual(NONE)
  expect(fs.readdirSync(dir).filter((file) => file.includes('feature-net'))).toEqual([])
  await call('featureNets.cancel', { name: 'birds' })

  fs.rmSync(path.join(dir, 'train-labels.bin'))
  await call('featureNets.train', { name: 'birds', seed: 1 })
  await waitForEvent('featureNet', ({ training }) => training.state === 'failed')
  const { training } = await call('featureNets.get', { name: 'birds' })
  expect(training?.error?.message).toContain('train-labels.bin is missing')
})
