import type { StudioState } from './studio.svelte'

/**
 * Creates state that outlives the component that first uses it. `$derived` fields of a class belong
 * to the effect in which the object is created and stop updating with it, so the object is created
 * in an effect that never ends.
 */
export function lasting<T>(make: () => T): T {
  const made: T[] = []
  $effect.root(() => void made.push(make()))
  // Outside of a page, there are no effects.
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
