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
