import { beforeEach, describe, expect, it } from 'vitest'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { fakeListing } from '../../testing/fake-datasets'
import { DatasetChoices, SHORT_LIST } from './dataset-choices.svelte'

const bundled = fakeListing('mnist', { kind: 'bundled', createdAt: null })
/** Imported on the day of its number. */
const imported = (n: number): DatasetListing =>
  fakeListing(`set-${n}`, {
    title: `Set ${n}`,
    createdAt: `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`,
  })
const broken = fakeListing('broken', { problem: 'broken', createdAt: '2026-02-01T00:00:00.000Z' })
const many = [bundled, ...Array.from({ length: 20 }, (_, i) => imported(i + 1)), broken]

let listings = $state.raw<readonly DatasetListing[]>([])
let chosen = $state('')
let choices: DatasetChoices
const shown = (): string[] => choices.shown.map(({ name }) => name)
const choose = (name: string): void => {
  chosen = name
  choices.keepChosen()
}

beforeEach(() => {
  listings = many
  chosen = ''
  choices = new DatasetChoices(
    () => listings,
    () => chosen,
  )
  choose('mnist')
})

describe('few data sets', () => {
  it('are all shown, the usable ones first, then the most recent', () => {
    listings = [bundled, broken, imported(1), imported(2), imported(3), imported(4)]
    expect(listings).toHaveLength(SHORT_LIST)
    expect(choices.many).toBe(false)
    expect(shown()).toEqual(['set-4', 'set-3', 'set-2', 'set-1', 'mnist', 'broken'])
  })
  it('may be none', () => {
    listings = []
    expect([choices.many, shown()]).toEqual([false, []])
  })
})

describe('of many data sets', () => {
  const first = ['set-20', 'set-19', 'set-18', 'set-17', 'set-16', 'mnist']

  it('the chosen one and the most recent ones are shown', () => {
    expect(choices.many).toBe(true)
    expect(shown()).toEqual(first)
  })

  it('the same are shown in the same places while one after another is chosen', () => {
    for (const name of [...first, ...first.toReversed()]) {
      choose(name)
      expect(shown()).toEqual(first)
    }
  })

  it('one that was chosen among all stays when fewer are shown, with those before it', () => {
    choices.toggleAll()
    choose('set-3')
    choices.toggleAll()
    expect(shown()).toEqual(['set-20', 'set-19', 'set-18', 'set-17', 'set-3', 'mnist'])
    choose('set-20')
    expect(shown()).toContain('set-3')
  })

  it('all are shown when asked for, with those that cannot be used', () => {
    choices.toggleAll()
    expect(new Set(shown())).toEqual(new Set(many.map(({ name }) => name)))
  })

  it('a search finds titles, whatever their case, and hides everything but the chosen one', () => {
    choices.toggleAll()
    choices.search = '  sET 1'
    const found = [1, ...Array.from({ length: 10 }, (_, i) => i + 10)].map((n) => `set-${n}`)
    expect(new Set(shown())).toEqual(new Set([...found, 'mnist']))
    expect(choices.found).toBe(found.length)
    choices.search = 'nothing has this title'
    expect([shown(), choices.found]).toEqual([['mnist'], 0])
    choose('set-5')
    expect(shown()).toEqual(['set-5'])
    choices.toggleAll()
    expect([choices.search, choices.found]).toEqual(['', undefined])
    choices.toggleAll()
    expect(shown()).toHaveLength(many.length)
  })

  it('a removed one disappears, though it was chosen, and a new one appears', () => {
    choose('set-20')
    listings = many.filter(({ name }) => name !== 'set-20')
    expect(shown()).toEqual(['set-19', 'set-18', 'set-17', 'set-16', 'set-15', 'mnist'])
    listings = [...listings, imported(25)]
    expect(shown()).toEqual(['set-25', 'set-19', 'set-18', 'set-17', 'set-16', 'mnist'])
  })
})
