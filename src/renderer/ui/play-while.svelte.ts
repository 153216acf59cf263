interface Player {
  readonly playing: boolean
  /** @param elapsed milliseconds */
  tick(elapsed: number): void
}

/** Calls the player's `tick` in every frame while it plays. Call during component setup. */
export function playWhile(player: Player): void {
  $effect(() => {
    if (!player.playing) return
    let before = performance.now()
    let frame = requestAnimationFrame(function next(now) {
      player.tick(now - before)
      before = now
      frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  })
}
