import { z } from 'zod'

/* Restores the window's position. Independent of Electron. */

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Rectangle = z.infer<typeof rectangleSchema>

export const windowStateSchema = z.object({
  bounds: rectangleSchema,
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const MIN_SIZE = { width: 720, height: 520 }
const DEFAULT_SIZE = { width: 1280, height: 860 }
/** Pixels of the title bar that must be visible to drag the window. */
const GRIP = { width: 100, height: 20 }

/**
 * Returns the bounds for a window: the saved ones if reachable, otherwise only a size.
 *
 * @param areas work areas of the displays, the primary one first
 */
export function placeWindow(
  saved: Rectangle | undefined,
  areas: readonly Rectangle[],
): Rectangle | { width: number; height: number } {
  const area = saved && areas.find((candidate) => isReachable(saved, candidate))
  // The system centres a window without a position.
  if (saved === undefined || area === undefined) return fit(saved ?? DEFAULT_SIZE, areas[0])
  return { ...fit(saved, area), x: saved.x, y: saved.y }
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const right = Math.min(window.x + window.width, area.x + area.width)
  const overlap = right - Math.max(window.x, area.x)
  const bottom = area.y + area.height - GRIP.height
  return overlap >= GRIP.width && window.y >= area.y && window.y <= bottom
}

const fit = (
  { width, height }: { width: number; height: number },
  area: Rectangle | undefined,
) => ({
  width: Math.max(MIN_SIZE.width, Math.min(width, area?.width ?? width)),
  height: Math.max(MIN_SIZE.height, Math.min(height, area?.height ?? height)),
})
