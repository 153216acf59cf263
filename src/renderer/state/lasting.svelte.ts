import type { StudioState } from './studio.svelte'

/**
 * Makes state that outlives the component which first asks for it. What a class derives belongs
 * to the effect it is made in, and goes stale with that; so it is made in one that never ends.
 */
export function lasting<T>(make: () => T): T {
  const made: T[] = []
  $effect.root(() => void made.push(make()))
  // Outside a page there are no effects, and nothing that goes stale.
  return made[0] ?? make()
}

/**
 * Keeps one state of a screen per studio, so that leaving the screen and coming back loses nothing.
 */
export function perStudio<T extends object>(
  make: (studio: StudioState) => T,
): (studio: StudioState) => T {
  const states = new WeakMap<StudioState, T>()
  return (studio) => {
    const state = states.get(studio) ?? lasting(() => make(studio))
    states.set(studio, state)
    return state
  }
}
