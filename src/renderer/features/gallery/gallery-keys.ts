import type { PlayedTimeline, Stage } from './stage'

/** Elements that handle the arrow keys, or Space, themselves. */
const HANDLES_ARROWS = 'input, select, textarea, dialog, [role=grid], [role=tablist], [role=menu]'
const HANDLES_SPACE = 'input:not([type=range]), select, textarea, dialog, button, a'

type Keyed = Pick<PlayedTimeline, 'index' | 'count' | 'show' | 'toggle'> &
  Pick<Stage, 'cell' | 'open'>

/**
 * Handles a key: arrows, Home and End move, Space plays or pauses, Escape leaves a zoomed image.
 */
export function galleryKey(event: KeyboardEvent, gallery: Keyed): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const target = event.target instanceof Element ? event.target : undefined
  const within = (selector: string) => target?.closest(selector) !== null && target !== undefined
  const { index, count } = gallery
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: count - 1,
  }
  const to = moves[event.key]
  if (to !== undefined && !within(HANDLES_ARROWS)) gallery.show(to)
  else if (event.key === ' ' && !within(HANDLES_SPACE)) gallery.toggle()
  else if (event.key === 'Escape' && gallery.cell !== undefined && !within('dialog'))
    gallery.open(undefined)
  else return
  event.preventDefault()
}
