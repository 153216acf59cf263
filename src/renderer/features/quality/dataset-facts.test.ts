import { expect, it } from 'vitest'
import type { StudioClient } from '../../../contract/rpc'
import { DatasetFacts } from './dataset-facts.svelte'

const factsFrom = async (replies: Record<string, unknown>): Promise<DatasetFacts> => {
  const call = (command: string): Promise<unknown> =>
    command in replies ? Promise.resolve(replies[command]) : Promise.reject(new Error('gone'))
  const facts = new DatasetFacts({ call } as unknown as StudioClient, 'shapes')
  await facts.load()
  return facts
}

it('knows the names of classes, and what a data set lacks', async () => {
  const train = ['circle', 'square'].map((name) => ({ name, images: 2 }))
  const facts = await factsFrom({
    'datasets.get': { listing: { holdOut: 0 }, classes: { train, holdOut: null } },
    'featureNets.get': { net: null, bundled: null, training: null },
  })
  expect(facts.classNames).toEqual(['circle', 'square'])
  expect([facts.holdsNothingOut, facts.hasNoNet, facts.suitsWeakNet]).toEqual([true, true, true])
})

it('claims nothing about a data set that was removed', async () => {
  const facts = await factsFrom({})
  expect(facts.classNames).toBeNull()
  expect([facts.holdsNothingOut, facts.hasNoNet, facts.suitsWeakNet]).toEqual([false, false, false])
})

it('a bundled net suits a data set without a net of its own', async () => {
  const nets = { net: null, bundled: 'lenet-mnist', training: null }
  const facts = await factsFrom({ 'featureNets.get': nets })
  expect([facts.hasNoNet, facts.suitsWeakNet]).toEqual([true, false])
})
