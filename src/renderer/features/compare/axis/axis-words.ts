import type { CompareAxis } from '../../../state/page/routes'
import { i18n } from '../../../i18n/i18n.svelte'
import { compareTexts } from '../texts/texts'

/** Describes an x value: "Step 400", "25,600 images", "1m 5s". */
export function describeX(axis: CompareAxis, x: number): string {
  const t = i18n.of(compareTexts).axis
  const { format } = i18n
  if (axis === 'time') return t.timeAt(duration(x, x / 100))
  const value = format.number(Math.round(x), 0)
  return axis === 'step' ? t.stepAt(value) : t.imagesAt(value)
}

/** Formats a tick of the x axis. @param spacing distance between neighbouring ticks */
export const tickX = (axis: CompareAxis, x: number, spacing: number): string =>
  axis === 'time' ? duration(x, spacing) : i18n.format.tick(x, Math.max(1, spacing))

/** Formats milliseconds, with decimals of a second if they are needed. */
function duration(milliseconds: number, spacing: number): string {
  const { format } = i18n
  const seconds = milliseconds / 1000
  if (spacing >= 1000 || seconds >= 60) return format.duration(seconds)
  return i18n.of(compareTexts).axis.seconds(format.number(seconds, 2))
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const
/** Distances between ticks that are easy to read on an axis of time, in milliseconds. */
const NICE = [
  ...[10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
]
const MOST_TICKS = 7

/** The distance between ticks on an axis of time; undefined if the chart chooses well. */
export function tickStep(axis: CompareAxis, width: number): number | undefined {
  return axis === 'time' ? NICE.find((step) => width / step <= MOST_TICKS) : undefined
}
