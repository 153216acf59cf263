import { describe, expect, it } from 'vitest'
import { Confirm } from './confirm.svelte'

const question = { title: 'Delete?', text: 'It is gone then.', confirm: 'Delete' }

describe('a question', () => {
  it('has one answer, and is gone then', async () => {
    const confirm = new Confirm()
    const asked = confirm.ask(question)
    expect(confirm.question).toBe(question)
    confirm.answer(true)
    confirm.answer(false)
    expect(await asked).toBe(true)
    expect(confirm.question).toBeNull()
  })

  it('that is replaced by another is answered with no', async () => {
    const confirm = new Confirm()
    const first = confirm.ask(question)
    const second = confirm.ask({ ...question, title: 'Stop?' })
    expect(await first).toBe(false)
    confirm.answer(true)
    expect(await second).toBe(true)
  })
})
