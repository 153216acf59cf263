import { MediaQuery } from 'svelte/reactivity'

/** True if the panel that starts a run is a bar at the bottom, where height is precious. */
export const isBar = new MediaQuery('max-width: 1080px')
/** True if the bar's heading has no room beside its buttons. */
export const isNarrowBar = new MediaQuery('max-width: 520px')
