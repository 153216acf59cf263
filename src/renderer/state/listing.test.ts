import { expect, it } from 'vitest'
import { Listing } from './listing.svelte'

/** A listing whose host has `host.items`; undefined makes the request fail. */
function setUp() {
  const host: { items: string[] | undefined } = { items: ['a'] }
  const reports: unknown[] = []
  const fetch = () =>
    host.items === undefined ? Promise.reject(new Error('lost')) : Promise.resolve(host.items)
  return { host, reports, listing: new Listing(fetch, (error) => reports.push(error)) }
}

it('a refresh finds what was added, and keeps the list in use until then', async () => {
  const { host, listing } = setUp()
  await listing.refresh()
  host.items = ['a', 'b']
  const refresh = listing.refresh()
  expect([listing.status, listing.items]).toEqual(['ready', ['a']])
  await refresh
  expect([listing.status, listing.items]).toEqual(['ready', ['a', 'b']])
})

it('a refresh that fails is reported and keeps the list; the next one recovers', async () => {
  const { host, listing, reports } = setUp()
  await listing.refresh()
  host.items = undefined
  await listing.refresh()
  expect([listing.status, listing.items, reports.length]).toEqual(['failed', ['a'], 1])
  host.items = ['b']
  await listing.refresh()
  expect([listing.status, listing.items]).toEqual(['ready', ['b']])
})
