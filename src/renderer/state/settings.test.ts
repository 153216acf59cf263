import { beforeEach, describe, expect, it } from 'vitest'
import { StudioError } from '../../contract/errors'
import { fakeConfig } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { settle } from '../testing/settle'
import { FakeSurroundings } from '../testing/surroundings'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let around: FakeSurroundings
let studio: StudioState

beforeEach(async () => {
  fake = new FakeClient()
  around = new FakeSurroundings()
  studio = new StudioState(fake, around)
  fake.connect()
  await settle()
})

describe('the settings', () => {
  it('take effect before the host has answered, and equal its answer', async () => {
    const setting = studio.settings.set({ theme: 'dark' })
    expect(studio.settings.value.theme).toBe('dark')
    await setting
    expect(studio.settings.value).toEqual(fake.preferences.settings)
  })

  it('are restored, with the reason, when the host refuses', async () => {
    fake.override['settings.set'] = () => {
      throw new StudioError('storage', 'the disk is full', { remedy: 'Make room.' })
    }
    await studio.settings.set({ threads: 4 })
    expect(studio.settings.value.threads).toBe(0)
    expect(studio.toasts.list).toMatchObject([
      { kind: 'error', text: 'The disk is full', remedy: 'Make room.' },
    ])
  })

  it('stay as chosen last while the event of an earlier change arrives', async () => {
    const changes = [
      studio.settings.set({ theme: 'dark' }),
      studio.settings.set({ theme: 'light' }),
    ]
    const settings = { ...fake.preferences.settings, theme: 'dark' as const }
    fake.emit({ type: 'settings', settings })
    expect(studio.settings.value.theme).toBe('light')
    await Promise.all(changes)
    expect(studio.settings.value.theme).toBe('light')
  })

  it('presets saved in another page are there in this one', async () => {
    const preset = { name: 'mine', hyperparameters: fakeConfig().hyperparameters }
    await fake.call('presets.save', preset)
    expect(studio.settings.presets).toEqual([preset])
    await fake.call('presets.delete', { name: 'mine' })
    expect(studio.settings.presets).toEqual([])
  })

  it('follow another page', () => {
    const settings = { ...fake.preferences.settings, language: 'zh-CN' as const }
    fake.emit({ type: 'settings', settings })
    expect(studio.settings.value.language).toBe('zh-CN')
  })

  it('end as the last of several quick changes, whichever answer comes first', async () => {
    await Promise.all([
      studio.settings.set({ threads: 1 }),
      studio.settings.set({ threads: 2 }),
      studio.settings.set({ threads: 3 }),
    ])
    expect(studio.settings.value.threads).toBe(3)
  })

  it('keep presets by name', async () => {
    const hyperparameters = fakeConfig({ epochs: 2 }).hyperparameters
    expect(await studio.settings.savePreset({ name: 'short', hyperparameters })).toBe(true)
    expect(studio.settings.presets).toEqual([{ name: 'short', hyperparameters }])
    expect(await studio.settings.deletePreset('short')).toBe(true)
    expect(studio.settings.presets).toEqual([])
  })
})

describe('the theme', () => {
  it('is the system’s until one is chosen', async () => {
    expect(studio.theme.shown).toBe('light')
    around.setDark(true)
    expect(studio.theme.shown).toBe('dark')
    await studio.settings.set({ theme: 'light' })
    expect(studio.theme.shown).toBe('light')
    await studio.settings.set({ theme: 'system' })
    expect(studio.theme.shown).toBe('dark')
  })
})

describe('errors', () => {
  it('are shown with where they are, once', () => {
    studio.report(new StudioError('data', 'the header is torn', { where: '/data/x' }))
    studio.report(new StudioError('data', '/data/x is torn', { where: '/data/x' }))
    expect(studio.toasts.list.map(({ text }) => text)).toEqual([
      'The header is torn (/data/x)',
      '/data/x is torn',
    ])
  })

  it('of calls that failed with the connection are left to the banner', async () => {
    const asking = studio.runs.rename('x', 'y')
    fake.disconnect()
    expect(await asking).toBe(false)
    expect(studio.toasts.list).toEqual([])
  })
})
