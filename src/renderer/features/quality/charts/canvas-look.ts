import { i18n } from '../../../i18n/i18n.svelte'
import type { Look } from './build-model'

/**
 * The colours of the theme and the number formats of the language, for drawing on a canvas.
 *
 * @param factor by which values are multiplied where they are shown
 */
export const canvasLook = (color: Look['color'], factor = 1): Look => ({
  color,
  formatStep: (step, spacing) => i18n.format.tick(step, Math.max(1, spacing)),
  formatTick: (value, spacing) => i18n.format.tick(value * factor, spacing * factor),
  // Small values have many digits already; the space beside the chart holds eight characters.
  formatLevel: (value) =>
    i18n.format.compact(value * factor, Math.abs(value * factor) < 0.01 ? 2 : 3),
})
