import { expect, it } from 'vitest'
import { I18n } from './i18n.svelte'

it('the Chinese notices are loaded once, when they are needed', async () => {
  let loads = 0
  const i18n = new I18n(() => Promise.resolve((loads += 1)))
  await i18n.use('en')
  expect(loads).toBe(0)
  for (const language of ['zh-CN', 'en', 'zh-CN'] as const) await i18n.use(language)
  expect([loads, i18n.language]).toEqual([1, 'zh-CN'])
})

it('if they cannot be loaded, the page is in Chinese, and each later call tries again', async () => {
  const results = [false, false, true]
  let loads = 0
  const i18n = new I18n(async () => {
    await Promise.resolve()
    if (results[loads++] !== true) throw new Error('no connection')
  })
  for (const expected of [1, 2, 3, 3]) {
    await i18n.use('zh-CN')
    expect([loads, i18n.language]).toEqual([expected, 'zh-CN'])
  }
})

it('the last chosen language wins, however long loading takes', async () => {
  let finish = (): void => undefined
  const i18n = new I18n(() => new Promise<void>((resolve) => (finish = resolve)))
  const first = i18n.use('zh-CN')
  await i18n.use('en')
  finish()
  await first
  expect(i18n.language).toBe('en')
})
