import type { Point } from './chart-model'

/** A press that moves further than this, in pixels, is a drag. */
const DRAG = 4

interface Handlers {
  /** Called with the horizontal position in pixels; undefined when the pointer leaves. */
  move: (x: number | undefined) => void
  /** Called with the position of a press that was not a drag. */
  click: (place: Point) => void
}

/** Follows the pointer over a canvas. @returns a function that stops this */
export function followPointer(canvas: HTMLCanvasElement, handlers: Handlers): () => void {
  let pressed: Point | undefined
  const listeners = {
    pointermove: ({ offsetX }: PointerEvent) => handlers.move(offsetX),
    pointerleave: () => handlers.move(undefined),
    pointerdown: ({ offsetX: x, offsetY: y }: PointerEvent) => void (pressed = { x, y }),
    click: ({ offsetX: x, offsetY: y }: MouseEvent) => {
      const moved = pressed === undefined ? 0 : Math.hypot(x - pressed.x, y - pressed.y)
      if (moved <= DRAG) handlers.click({ x, y })
    },
  } as const
  const each = Object.entries(listeners) as [string, EventListener][]
  for (const [type, listener] of each) canvas.addEventListener(type, listener)
  return () => {
    for (const [type, listener] of each) canvas.removeEventListener(type, listener)
  }
}
