import { i18n } from '../../../i18n/i18n.svelte'
import type { Look } from './build-model'

/** The colours of the theme and the number formats of the language, for drawing on a canvas. */
export const canvasLook = (color: Look['color']): Look => ({
  color,
  formatStep: (step, spacing) => i18n.format.tick(step, Math.max(1, spacing)),
  formatTick: (value, spacing) => i18n.format.tick(value, spacing),
  // Small values have many digits already; the space beside the chart holds eight characters.
  formatLevel: (value) => i18n.format.compact(value, Math.abs(value) < 0.01 ? 2 : 3),
})
