import { expect, it } from 'vitest'
import { FakeClient } from '../testing/fake-client'
import { FakeWindow } from '../testing/fake-window'
import { StudioState } from './studio.svelte'

it('a question is answered with no when the user opens another page, not another tab of it', async () => {
  const studio = new StudioState(new FakeClient(), new FakeWindow('#/runs/x/training'))
  const question = { title: 'Cancel?', text: 'This deletes images.', confirm: 'Delete' }
  const asked = studio.confirm.ask(question)
  studio.router.go({ screen: 'run', id: 'x', tab: 'gallery' })
  expect(studio.confirm.question).toBe(question)
  studio.router.go({ screen: 'runs' })
  expect(studio.confirm.question).toBeNull()
  expect(await asked).toBe(false)
})
