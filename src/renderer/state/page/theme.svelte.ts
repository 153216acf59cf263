import type { SettingsState } from '../settings.svelte'

export interface MediaQuery {
  readonly matches: boolean
  addEventListener(type: 'change', handle: () => void): void
}

/** The current theme, light or dark, from the user's setting or the system. */
export class Theme {
  private systemDark = $state(false)

  constructor(
    private readonly settings: SettingsState,
    query: MediaQuery,
  ) {
    this.systemDark = query.matches
    query.addEventListener('change', () => (this.systemDark = query.matches))
  }

  readonly shown = $derived.by((): 'light' | 'dark' => {
    const { theme } = this.settings.value
    if (theme !== 'system') return theme
    return this.systemDark ? 'dark' : 'light'
  })
}
