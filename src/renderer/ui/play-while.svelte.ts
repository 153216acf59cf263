/** What moves on by itself while it plays. */
interface Player {
  readonly playing: boolean
  /** @param elapsed milliseconds */
  tick(elapsed: number): void
}

/** Moves a player on, frame by frame, for as long as it plays. Call while a component starts. */
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
