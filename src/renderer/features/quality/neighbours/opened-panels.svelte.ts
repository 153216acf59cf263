import { SvelteSet } from 'svelte/reactivity'
import { perStudio } from '../../../state/per-studio.svelte'

/**
 * The runs whose panel is open. It stays open while other screens are shown, so that a search in
 * progress is still shown when the user returns.
 */
export const openedPanels = perStudio(() => new SvelteSet<string>())
