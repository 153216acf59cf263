import { toPoints } from './chart-model'
import type { ChartLine, Point } from './chart-model'

/** A position on the canvas, in pixels. */
type Place = Point

/**
 * Returns the key of the visible line that is nearest to a place, if it is near enough.
 *
 * @param place where the user clicked
 * @param toPixels converts a point of a line to pixels
 * @param within the largest distance in pixels
 */
export function nearestLine(
  lines: readonly ChartLine[],
  place: Place,
  toPixels: (point: Point) => Place,
  { within, logarithmic }: { within: number; logarithmic: boolean },
): string | undefined {
  let best: { key: string; distance: number } | undefined
  for (const line of lines) {
    if (!line.visible) continue
    const pixels = toPoints(line, logarithmic).map(toPixels)
    const distance = distanceTo(pixels, place, within)
    if (distance <= within && distance < (best?.distance ?? Infinity)) {
      best = { key: line.key, distance }
    }
  }
  return best?.key
}

/** The distance to a polyline; Infinity if it is clearly more than `within`. */
function distanceTo(pixels: readonly Place[], place: Place, within: number): number {
  let nearest = Infinity
  pixels.forEach((to, i) => {
    const from = pixels[i - 1] ?? to
    if (to.x < place.x - within || from.x > place.x + within) return
    const distance = toSegment(place, from, to)
    // A gap has no distance.
    if (distance < nearest) nearest = distance
  })
  return nearest
}

function toSegment(place: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((place.x - from.x) * dx + (place.y - from.y) * dy) / length
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(place.x - from.x - share * dx, place.y - from.y - share * dy)
}
