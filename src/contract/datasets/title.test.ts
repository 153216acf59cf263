import { expect, it } from 'vitest'
import { failureOf } from '../testing/failure-of'
import { checkedTitle } from './title'

it.each(['Cats', ' Cats and dogs ', '猫', '👩‍👩‍👧', 'שלום', 'a\u202eb', 'x'.repeat(120)])(
  'the title %j is accepted',
  (title) => expect(checkedTitle(title)).toBe(title.trim()),
)

it.each<readonly [string, string]>([
  ...['', '   ', '\u202e', '\0', '\u200b\u200d', '\u3164', '\u2800', '\n', '\ud800'].map(
    (title) => [title, 'titleEmpty'] as const,
  ),
  ...['a\nb', 'a\r\nb', 'a\0b', 'a\tb', 'a\u2028b', 'a\u001b[2Jb'].map(
    (title) => [title, 'titleLineBreak'] as const,
  ),
  ['x'.repeat(121), 'titleTooLong'],
])('the title %j is refused: %s', async (title, code) => {
  const error = await failureOf(async () => checkedTitle(title))
  expect(error).toMatchObject({ code: 'usage', where: 'title', problem: { code } })
  expect(error.message).not.toMatch(/\p{Cc}/u)
})
