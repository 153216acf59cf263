import type { StudioState } from './studio.svelte'

/**
 * Creates state that outlives the component that creates it. `$derived` fields stop updating when
 * the effect in which they were created is destroyed, so this creates the object in a root effect.
 */
export function createInRoot<T>(make: () => T): T {
  const made: T[] = []
  $effect.root(() => void made.push(make()))
  // Server builds of Svelte, as in tests, do not run effects.
  return made[0] ?? make()
}

/**
 * Returns a getter that creates a screen's state once per studio, to keep it when the user leaves
 * the screen and comes back.
 */
export function perStudio<T extends object>(
  make: (studio: StudioState) => T,
): (studio: StudioState) => T {
  const states = new WeakMap<StudioState, T>()
  return (studio) => {
    const state = states.get(studio) ?? createInRoot(() => make(studio))
    states.set(studio, state)
    return state
  }
}
