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

  it('is answered with no when it is withdrawn, and only then', async () => {
    const confirm = new Confirm()
    const first = confirm.ask(question)
    confirm.withdraw({ ...question })
    expect(confirm.question).toBe(question)
    confirm.withdraw(question)
    expect(await first).toBe(false)
    expect(confirm.question).toBeNull()
    const other = { ...question, title: 'Stop?' }
    const second = confirm.ask(other)
    confirm.withdraw(question)
    expect(confirm.question).toBe(other)
    confirm.answer(true)
    expect(await second).toBe(true)
  })
})
