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
  it.each([true, false])('uses no shortcut twice (mac: %s)', (mac) => {
    const keys = build(mac, true).flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys.length).toBeGreaterThan(4)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has exactly one item for settings and one to quit on each system', () => {
    for (const mac of [true, false]) {
      const all = build(mac)
      expect(all.filter(({ label }) => label === 'Settings…')).toHaveLength(1)
      expect(all.filter(({ role }) => role === 'quit')).toHaveLength(1)
    }
  })

  it('has developer tools only in development', () => {
    const has = (development: boolean) =>
      build(false, development).some(({ role }) => role === 'toggleDevTools')
    expect([has(true), has(false)]).toEqual([true, false])
  })

  it('is in the chosen language, or the system’s', () => {
    expect(pickStrings('en', 'zh-TW').file).toBe('File')
    expect(pickStrings(null, 'zh-TW').file).toBe('文件')
    expect(pickStrings(null, 'de-DE').file).toBe('File')
    expect(build(false, false, 'zh-CN').some(({ label }) => label === '文件')).toBe(true)
  })
})
