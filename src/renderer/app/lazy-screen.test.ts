import { expect, it } from 'vitest'
import { LazyScreen } from './lazy-screen.svelte'
import type { ComponentModule } from './lazy-screen.svelte'

interface Request {
  resolve(module: ComponentModule<string>): void
  reject(error: unknown): void
}

/** A screen whose modules arrive when the test says so. */
function controlled() {
  const requests: Request[] = []
  const screen = new LazyScreen(
    () =>
      new Promise<ComponentModule<string>>((resolve, reject) => {
        requests.push({ resolve, reject })
      }),
  )
  return { screen, requests }
}

it('a screen is fetched once, however often it is opened', async () => {
  const { screen, requests } = controlled()
  expect([screen.component, requests.length]).toEqual([undefined, 0])
  const loads = [screen.load(), screen.load()]
  requests[0]?.resolve({ default: 'component' })
  await Promise.all(loads)
  await screen.load()
  expect([screen.component, screen.failed, requests.length]).toEqual(['component', false, 1])
})

it('a screen that could not be fetched is fetched again when it is needed again', async () => {
  const { screen, requests } = controlled()
  const first = screen.load()
  requests[0]?.reject(new TypeError('Failed to fetch'))
  await first
  expect([screen.component, screen.failed]).toEqual([undefined, true])
  const second = screen.load()
  // While it loads again, nothing has failed.
  expect(screen.failed).toBe(false)
  requests[1]?.resolve({ default: 'component' })
  await second
  expect([screen.component, screen.failed, requests.length]).toEqual(['component', false, 2])
})
