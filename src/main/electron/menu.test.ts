import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from './menu'
import { pickStrings } from './strings'

const actions = { show: vi.fn(), openDataFolder: vi.fn() }
const items = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])
const build = (mac: boolean, development = false, language: 'en' | 'zh-CN' = 'en') =>
  items(menuTemplate(pickStrings(language, 'en'), actions, { mac, development }))

describe('the menu', () => {
  it.each([true, false])('gives no shortcut to two things (mac: %s)', (mac) => {
    const keys = build(mac, true).flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys.length).toBeGreaterThan(4)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has one way to the settings and one to quit, where each system looks for them', () => {
    for (const mac of [true, false]) {
      const all = build(mac)
      expect(all.filter(({ label }) => label === 'Settings…')).toHaveLength(1)
      expect(all.filter(({ role }) => role === 'quit')).toHaveLength(1)
    }
  })

  it('keeps the developer tools to those who develop', () => {
    const has = (development: boolean) =>
      build(false, development).some(({ role }) => role === 'toggleDevTools')
    expect([has(true), has(false)]).toEqual([true, false])
  })

  it('is in the language chosen, else in the system’s', () => {
    expect(pickStrings('en', 'zh-TW').file).toBe('File')
    expect(pickStrings(null, 'zh-TW').file).toBe('文件')
    expect(pickStrings(null, 'de-DE').file).toBe('File')
    expect(build(false, false, 'zh-CN').some(({ label }) => label === '文件')).toBe(true)
  })
})
