import type { StudioClient } from '../../contract/rpc'
import { settingsSchema } from '../../contract/settings'
import type { SavedPreset, Settings } from '../../contract/settings'
import type { Connection } from './connection.svelte'

/** The user's settings and presets, stored by the host. */
export class SettingsState {
  value = $state.raw<Settings>(settingsSchema.parse({}))
  presets = $state.raw<SavedPreset[]>([])
  private changes = 0
  /** Number of changes that the host has not answered yet. */
  private pending = 0

  constructor(
    private readonly client: StudioClient,
    connection: Connection,
    private readonly report: (error: unknown) => void,
  ) {
    connection.onSync(({ settings, presets }) => {
      this.value = settings
      this.presets = presets
    })
    connection.onEvent((event) => {
      // While a change is pending, an event may still report the previous value.
      if (event.type === 'settings' && this.pending === 0) this.value = event.settings
      if (event.type === 'presets') this.presets = event.presets
    })
  }

  /** Changes settings immediately; restores them if the host refuses. */
  async set(change: Partial<Settings>): Promise<void> {
    const before = this.value
    const mine = ++this.changes
    this.pending++
    this.value = { ...before, ...change }
    try {
      const kept = await this.client.call('settings.set', change)
      if (mine === this.changes) this.value = kept
    } catch (error) {
      if (mine === this.changes) this.value = before
      this.report(error)
    } finally {
      this.pending--
    }
  }

  /** Replaces a preset of the same name. @returns whether it was saved */
  async savePreset(preset: SavedPreset): Promise<boolean> {
    return this.changePresets(this.client.call('presets.save', $state.snapshot(preset)))
  }

  async deletePreset(name: string): Promise<boolean> {
    return this.changePresets(this.client.call('presets.delete', { name }))
  }

  private async changePresets(call: Promise<{ presets: SavedPreset[] }>): Promise<boolean> {
    try {
      this.presets = (await call).presets
      return true
    } catch (error) {
      this.report(error)
      return false
    }
  }
}
