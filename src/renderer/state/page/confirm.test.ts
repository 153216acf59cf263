import { describe, expect, it } from 'vitest'
import { Confirm } from './confirm.svelte'

const question = { title: 'Delete?', text: 'This cannot be undone.', confirm: 'Delete' }

describe('a question', () => {
  it('is answered once, then closed', async () => {
    const confirm = new Confirm()
    const asked = confirm.ask(question)
    expect(confirm.question).toBe(question)
    confirm.answer(true)
    confirm.answer(false)
    expect(await asked).toBe(true)
    expect(confirm.question).toBeNull()
  })

  it('is answered with no when another question replaces it', async () => {
    const confirm = new Confirm()
    const first = confirm.ask(question)
    const second = confirm.ask({ ...question, title: 'Stop?' })
    expect(await first).toBe(false)
    confirm.answer(true)
    expect(await second).toBe(true)
  })
})
