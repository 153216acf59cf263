import { expect, it } from 'vitest'
import { StudioError } from '../../../../contract/errors'
import { Connection } from '../../../state/connection.svelte'
import { Runs } from '../../../state/runs.svelte'
import { FakeClient } from '../../../testing/fake-client'
import { fakeRun } from '../../../testing/fake-data'
import { flushPromises } from '../../../testing/flush-promises'
import { DeletedOffer } from './deleted-offer.svelte'

async function setUp() {
  const fake = new FakeClient()
  const runs = new Runs(fake, new Connection(fake), () => undefined)
  fake.connect()
  await flushPromises()
  return { fake, offer: new DeletedOffer(runs) }
}

it('deleted runs are offered only if there are any', async () => {
  const { fake, offer } = await setUp()
  await offer.check()
  expect(offer.any).toBe(false)
  fake.trash.set('1-a', fakeRun('a'))
  await offer.check()
  expect(offer.any).toBe(true)
})

it.each([false, true])('a lost connection does not change the offer (%s)', async (before) => {
  const { fake, offer } = await setUp()
  if (before) fake.trash.set('1-a', fakeRun('a'))
  await offer.check()
  const check = offer.check()
  fake.disconnect()
  await check
  expect(offer.any).toBe(before)
})

it('an unreadable trash is offered, since opening it says what is wrong', async () => {
  const { fake, offer } = await setUp()
  fake.override['runs.deleted'] = () => {
    throw new StudioError('storage', 'the trash cannot be read')
  }
  await offer.check()
  expect(offer.any).toBe(true)
})
