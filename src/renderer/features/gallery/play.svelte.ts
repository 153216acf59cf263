import type { Gallery } from './gallery.svelte'

/** Moves the gallery on, frame by frame, for as long as it plays. Call while a component starts. */
export function playWhile(gallery: Gallery): void {
  $effect(() => {
    if (!gallery.playing) return
    let before = performance.now()
    let frame = requestAnimationFrame(function next(now) {
      gallery.tick(now - before)
      before = now
      frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  })
}
