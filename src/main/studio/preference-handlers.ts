import type { StudioApi } from '../../contract/api'
import { problemError } from '../../contract/errors'
import { isBuiltInName } from '../../contract/presets/built-in-name'
import { MAX_PRESETS } from '../../contract/settings'
import type { Settings } from '../../contract/settings'
import type { PreferencesStore } from '../storage/preferences/preferences'
import type { EventHub } from './event-hub'

type PreferenceApi = Pick<StudioApi, 'settings.set' | 'presets.save' | 'presets.delete'>

export function preferenceHandlers(store: PreferencesStore, hub: EventHub): PreferenceApi {
  return {
    'settings.set': async (changes) => {
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined),
      ) as Partial<Settings>
      const { settings } = await store.change((preferences) => ({
        ...preferences,
        settings: { ...preferences.settings, ...given },
      }))
      hub.emit({ type: 'settings', settings })
      return settings
    },
    'presets.save': async (preset) => {
      const name = preset.name.trim()
      if (isBuiltInName(name)) {
        throw problemError('usage', 'presetNameBuiltIn', { name }, { where: 'name' })
      }
      const { presets } = await store.change((preferences) => {
        const others = preferences.presets.filter((other) => other.name !== name)
        if (others.length >= MAX_PRESETS) {
          throw problemError('usage', 'presetsFull', { most: MAX_PRESETS })
        }
        const presets = [...others, { ...preset, name }]
        return { ...preferences, presets: presets.sort((a, b) => a.name.localeCompare(b.name)) }
      })
      hub.emit({ type: 'presets', presets })
      return { presets }
    },
    'presets.delete': async ({ name }) => {
      const { presets } = await store.change((preferences) => ({
        ...preferences,
        presets: preferences.presets.filter((other) => other.name !== name),
      }))
      hub.emit({ type: 'presets', presets })
      return { presets }
    },
  }
}
