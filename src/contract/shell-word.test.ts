import { expect, it } from 'vitest'
import { problemError } from './errors'
import { shellWord } from './shell-word'

it.each([
  ['fashion-mnist', 'fashion-mnist'],
  ['数字', '数字'],
  ['Tiny 小', "'Tiny 小'"],
  ["it's", String.raw`'it'\''s'`],
  ['$HOME "x"', `'$HOME "x"'`],
  ['', "''"],
])('%s is the argument %s', (text, word) => {
  expect(shellWord(text)).toBe(word)
})

it('a command in an error can be pasted', () => {
  const { remedy } = problemError('data', 'datasetRemoved', { name: 'Tiny 小' })
  expect(remedy).toContain(`"gan-studio data restore 'Tiny 小'"`)
})
