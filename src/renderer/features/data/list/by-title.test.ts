import { expect, it } from 'vitest'
import { fakeListing } from '../../../testing/fake-datasets'
import { byTitle } from './by-title'

it('data sets are listed by title, not by the name of their folder; built-in ones first', () => {
  const listings = [
    fakeListing('a', { title: 'emoji 10' }),
    fakeListing('b', { title: 'Flags' }),
    fakeListing('c', { title: 'Emoji 9' }),
    fakeListing('mnist', { title: 'mnist', kind: 'bundled' }),
  ]
  const titles = byTitle(listings, 'en').map(({ title }) => title)
  expect(titles).toEqual(['mnist', 'Emoji 9', 'emoji 10', 'Flags'])
})
