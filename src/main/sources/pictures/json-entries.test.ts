import { expect, it } from 'vitest'
import { eachJsonEntry, replacedEntries } from './json-entries'

const entriesOf = (text: string, path: readonly string[] = []): [string, string][] => {
  const found: [string, string][] = []
  eachJsonEntry(text, path, (key, value) => found.push([key, value]))
  return found
}

it('finds every entry of an object, also those with the same key', () => {
  const text = ' { "a" : 1, "b\\"\\\\": "x,}:{", "a":{"a":[2,{"a":3}]} , "\\u0061":true}\n'
  expect(entriesOf(text)).toEqual([
    ['a', '1'],
    ['b"\\', '"x,}:{"'],
    ['a', '{"a":[2,{"a":3}]}'],
    ['a', 'true'],
  ])
  expect(entriesOf('{}')).toEqual([])
  expect(entriesOf('{"__proto__":1}')).toEqual([['__proto__', '1']])
})

it('finds those of an object in another one', () => {
  const text = '{"info":{"a":0},"labels":{"a":1,"a":2},"list":[{"labels":{"a":4}}],"more":{"a":5}}'
  expect(entriesOf(text, ['labels'])).toEqual([
    ['a', '1'],
    ['a', '2'],
  ])
})

it('names the entries that are replaced', () => {
  expect(replacedEntries('{"a":1,"b":2,"a":"x","a":3}', [], 2)).toEqual([
    ['a', 1],
    ['a', 'x'],
  ])
  expect(replacedEntries('{"a":1,"b":1}', [], 2)).toEqual([])
})
