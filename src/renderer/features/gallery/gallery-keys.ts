import type { Gallery } from './gallery.svelte'

/** What uses the arrow keys itself. */
const OWN_ARROWS = 'input, select, textarea, dialog, [role=grid], [role=tablist], [role=menu]'
const OWN_SPACE = 'input:not([type=range]), select, textarea, dialog, button, a'

/** Arrows, Home and End move along the timeline, Space plays, Escape leaves a zoomed image. */
export function galleryKey(event: KeyboardEvent, gallery: Gallery): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const target = event.target instanceof Element ? event.target : undefined
  const uses = (what: string) => target?.closest(what) !== null && target !== undefined
  const { index, count } = gallery
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: count - 1,
  }
  const to = moves[event.key]
  if (to !== undefined && !uses(OWN_ARROWS)) gallery.show(to)
  else if (event.key === ' ' && !uses(OWN_SPACE)) gallery.toggle()
  else if (event.key === 'Escape' && gallery.cell !== undefined && !uses('dialog'))
    gallery.cell = undefined
  else return
  event.preventDefault()
}
