import { i18n } from '../../../i18n/i18n.svelte'
import type { Look } from './build-model'

/** The colours of the theme and the number formats of the language, for drawing on a canvas. */
export const canvasLook = (color: Look['color']): Look => ({
  color,
  formatStep: (step, spacing) => i18n.format.tick(step, Math.max(1, spacing)),
  formatTick: (value, spacing) => i18n.format.tick(value, spacing),
  formatLevel: levelText,
})

/** A level that fits in the eight characters beside the chart; small values need fewer digits. */
function levelText(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000 && size < 1e6) return i18n.format.number(value, 0)
  return i18n.format.compact(value, size < 0.01 ? 2 : 3)
}
