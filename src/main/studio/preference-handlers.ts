import type { StudioApi } from '../../contract/api'
import type { Preferences, Settings } from '../../contract/settings'
import type { PreferencesStore } from '../storage/preferences/preferences'
import type { EventHub } from './event-hub'

type PreferenceApi = Pick<StudioApi, 'settings.set' | 'presets.save' | 'presets.delete'>

export function preferenceHandlers(store: PreferencesStore, hub: EventHub): PreferenceApi {
  let last: Promise<unknown> = Promise.resolve()
  /** One change after the other, each of what the one before left. */
  const change = async (next: (preferences: Preferences) => Preferences): Promise<Preferences> => {
    const writing = last
      .catch(() => undefined)
      .then(async () => {
        const changed = next(store.read())
        await store.write(changed)
        return changed
      })
    last = writing
    return writing
  }
  return {
    'settings.set': async (changes) => {
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined),
      ) as Partial<Settings>
      const { settings } = await change((preferences) => ({
        ...preferences,
        settings: { ...preferences.settings, ...given },
      }))
      hub.emit({ type: 'settings', settings })
      return settings
    },
    'presets.save': async (preset) => {
      const name = preset.name.trim()
      const { presets } = await change((preferences) => ({
        ...preferences,
        presets: [
          ...preferences.presets.filter((other) => other.name !== name),
          { ...preset, name },
        ].sort((a, b) => a.name.localeCompare(b.name)),
      }))
      hub.emit({ type: 'presets', presets })
      return { presets }
    },
    'presets.delete': async ({ name }) => {
      const { presets } = await change((preferences) => ({
        ...preferences,
        presets: preferences.presets.filter((other) => other.name !== name),
      }))
      hub.emit({ type: 'presets', presets })
      return { presets }
    },
  }
}
