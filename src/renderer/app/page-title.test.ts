import { expect, it } from 'vitest'
import { en } from '../i18n/en'
import { Formats } from '../i18n/format'
import { fakeRun } from '../testing/fake-data'
import { fakeListing } from '../testing/fake-datasets'
import { pageTitle } from './page-title'

const language = { t: en, format: new Formats('en') }
const half = fakeRun('a', { name: 'Digits', state: 'running', step: 50, totalSteps: 100 })
const begun = fakeRun('b', { name: 'Faces', state: 'paused', step: 10, totalSteps: 100 })
const old = fakeRun('c', { name: 'Old' })

function title(route: Parameters<typeof pageTitle>[0], runs = [half, begun, old], done = false) {
  const live = runs.filter(({ state }) => state === 'running' || state === 'paused')
  const get = (id: string) => runs.find((run) => run.id === id)
  const named = (name: string) =>
    name === 'cats' ? fakeListing(name, { title: 'Cats' }) : undefined
  return pageTitle(route, { runs: { live, get }, datasets: { named } }, language, done)
}
const page = (id: string) => ({ screen: 'run', id, tab: 'training' }) as const

it('shows the progress of the open run, otherwise of the only live run', () => {
  expect(title(page('b'))).toBe('10.0% · Faces · GAN Studio')
  expect(title({ screen: 'runs' }, [half, old])).toBe('50.0% · Runs · GAN Studio')
  expect(title(page('c'), [half, old])).toBe('50.0% · Old · GAN Studio')
})

it('shows no progress if several runs are live, none is, or the total is unknown', () => {
  expect(title({ screen: 'runs' })).toBe('Runs · GAN Studio')
  expect(title({ screen: 'runs' }, [old])).toBe('Runs · GAN Studio')
  const unknown = { ...half, totalSteps: null }
  expect(title(page('a'), [unknown])).toBe('Digits · GAN Studio')
})

it('marks a run that ended while the page was hidden', () => {
  expect(title({ screen: 'runs' }, [old], true)).toBe('✓ Runs · GAN Studio')
})

it('names the open data set, or else the screen', () => {
  const shown = ['cats', 'gone'].map((name) => title({ screen: 'dataset', name }, [old]))
  expect(shown).toEqual(['Cats · GAN Studio', 'gone · GAN Studio'])
  expect(title({ screen: 'addData' }, [old])).toBe('Add data set · GAN Studio')
  expect(title({ screen: 'data' }, [old])).toBe('Data · GAN Studio')
  const compare = { screen: 'compare', runs: ['a'], axis: 'step' } as const
  expect(title(compare, [old])).toBe('Compare runs · GAN Studio')
})
