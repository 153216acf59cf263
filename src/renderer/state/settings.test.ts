import { beforeEach, describe, expect, it } from 'vitest'
import { problemError, StudioError } from '../../contract/errors'
import { i18n } from '../i18n/i18n.svelte'
import { fakeConfig } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { flushPromises } from '../testing/flush-promises'
import { FakeWindow } from '../testing/fake-window'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let window: FakeWindow
let studio: StudioState

beforeEach(async () => {
  fake = new FakeClient()
  window = new FakeWindow()
  studio = new StudioState(fake, window)
  fake.connect()
  await flushPromises()
})

describe('the settings', () => {
  it('take effect immediately, and then match the reply', async () => {
    const setting = studio.settings.set({ theme: 'dark' })
    expect(studio.settings.value.theme).toBe('dark')
    await setting
    expect(studio.settings.value).toEqual(fake.preferences.settings)
  })

  it('are restored, with an error message, when the host refuses', async () => {
    fake.override['settings.set'] = () => {
      throw new StudioError('storage', 'the disk is full', { remedy: 'Make room.' })
    }
    await studio.settings.set({ threads: 4 })
    expect(studio.settings.value.threads).toBe(0)
    expect(studio.toasts.list).toMatchObject([
      { kind: 'error', text: 'The disk is full.', remedy: 'Make room.' },
    ])
  })

  it('keep the last choice when the event of an earlier change arrives', async () => {
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

  it('include presets saved in another page', async () => {
    const preset = { name: 'mine', hyperparameters: fakeConfig().hyperparameters }
    await fake.call('presets.save', preset)
    expect(studio.settings.presets).toEqual([preset])
    await fake.call('presets.delete', { name: 'mine' })
    expect(studio.settings.presets).toEqual([])
  })

  it('follow changes made in another page', () => {
    const settings = { ...fake.preferences.settings, language: 'zh-CN' as const }
    fake.emit({ type: 'settings', settings })
    expect(studio.settings.value.language).toBe('zh-CN')
  })

  it('end as the last of several quick changes, whichever reply comes first', async () => {
    await Promise.all([
      studio.settings.set({ threads: 1 }),
      studio.settings.set({ threads: 2 }),
      studio.settings.set({ threads: 3 }),
    ])
    expect(studio.settings.value.threads).toBe(3)
  })

  it('save and delete presets by name', async () => {
    const hyperparameters = fakeConfig({ epochs: 2 }).hyperparameters
    expect(await studio.settings.savePreset({ name: 'short', hyperparameters })).toBe(true)
    expect(studio.settings.presets).toEqual([{ name: 'short', hyperparameters }])
    expect(await studio.settings.deletePreset('short')).toBe(true)
    expect(studio.settings.presets).toEqual([])
  })
})

describe('the theme', () => {
  it('follows the system until the user chooses one', async () => {
    expect(studio.theme.shown).toBe('light')
    window.setDark(true)
    expect(studio.theme.shown).toBe('dark')
    await studio.settings.set({ theme: 'light' })
    expect(studio.theme.shown).toBe('light')
    await studio.settings.set({ theme: 'system' })
    expect(studio.theme.shown).toBe('dark')
  })
})

describe('errors', () => {
  it('are shown with their location, once', () => {
    studio.report(new StudioError('data', 'the header is damaged', { where: '/data/x' }))
    studio.report(new StudioError('data', '/data/x is damaged', { where: '/data/x' }))
    expect(studio.toasts.list.map(({ text }) => text)).toEqual([
      'The header is damaged (/data/x).',
      '/data/x is damaged.',
    ])
  })

  it('of refused requests have their message as the title', () => {
    studio.report(problemError('usage', 'measureWhileTraining', {}))
    const [toast] = studio.toasts.list
    expect(toast?.title).toMatch(/training/)
    expect(toast?.text).toBeUndefined()
    expect(toast?.remedy).toBe('Measure again when the run has finished, or stop it first.')
  })

  it('follow the language, like all messages', () => {
    studio.report(problemError('usage', 'measureWhileTraining', {}))
    studio.report(problemError('storage', 'measureWhileTraining', {}))
    studio.toasts.good(() => i18n.t.common.copied)
    i18n.language = 'zh-CN'
    const shown = studio.toasts.list.flatMap(({ title, text, remedy }) => [title, text, remedy])
    i18n.language = 'en'
    for (const words of shown) if (words !== undefined) expect(words).toMatch(/\p{Script=Han}/u)
    expect(studio.toasts.list.at(-1)?.title).toBe('Copied')
  })

  it('disappear when the user opens another page, but not another tab', () => {
    studio.router.go({ screen: 'run', id: 'a', tab: 'training' })
    studio.report(new StudioError('storage', 'the disk is full'))
    studio.router.go({ screen: 'run', id: 'a', tab: 'gallery' })
    expect(studio.toasts.list).toHaveLength(1)
    studio.router.go({ screen: 'run', id: 'b', tab: 'gallery' })
    expect(studio.toasts.list).toEqual([])
    studio.report(new StudioError('storage', 'the disk is full'))
    window.back()
    expect(studio.toasts.list).toEqual([])
  })

  it('of calls that failed with the connection are not shown as toasts', async () => {
    const call = studio.runs.rename('x', 'y')
    fake.disconnect()
    expect(await call).toBe(false)
    expect(studio.toasts.list).toEqual([])
  })
})
