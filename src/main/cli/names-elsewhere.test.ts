import { expect, it } from 'vitest'
import { withHint } from './names-elsewhere'

it('suggests this program’s name for a flag of others', () => {
  expect(withHint("error: unknown option '--max-steps'\n")).toBe(
    "error: unknown option '--max-steps'\n(Did you mean --steps?)\n",
  )
})

it('leaves other messages, and commander’s own suggestions, as they are', () => {
  for (const text of [
    "error: unknown option '--frobnicate'\n",
    "error: unknown option '--max-steps'\n(Did you mean --max-step?)\n",
    "error: missing required argument '--max-steps'\n",
  ])
    expect(withHint(text)).toBe(text)
})
