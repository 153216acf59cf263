import { MediaQuery } from 'svelte/reactivity'

/** True if the panel that starts a run is a bar at the bottom, where height is precious. */
export const isBar = new MediaQuery('max-width: 1080px')
