import { z } from 'zod'

/* Restores the window's place. Independent of Electron. */

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

export const SMALLEST = { width: 720, height: 520 }
const PREFERRED = { width: 1280, height: 860 }
/** Pixels of the title bar that must be visible, so that the window can be dragged. */
const GRIP = { width: 100, height: 20 }

/** @param areas of the displays without task bars, the primary one first */
export function placeWindow(
  saved: Rectangle | undefined,
  areas: readonly Rectangle[],
): Rectangle | { width: number; height: number } {
  const area = saved && areas.find((candidate) => isWithinReach(saved, candidate))
  // The system centres a window without a position.
  if (saved === undefined || area === undefined) return fit(saved ?? PREFERRED, areas[0])
  return { ...fit(saved, area), x: saved.x, y: saved.y }
}

function isWithinReach(window: Rectangle, area: Rectangle): boolean {
  const right = Math.min(window.x + window.width, area.x + area.width)
  const overlap = right - Math.max(window.x, area.x)
  const bottom = area.y + area.height - GRIP.height
  return overlap >= GRIP.width && window.y >= area.y && window.y <= bottom
}

const fit = (
  { width, height }: { width: number; height: number },
  area: Rectangle | undefined,
) => ({
  width: Math.max(SMALLEST.width, Math.min(width, area?.width ?? width)),
  height: Math.max(SMALLEST.height, Math.min(height, area?.height ?? height)),
})
