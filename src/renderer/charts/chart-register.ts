import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'

/* Registers only what line charts need, to keep the rest of Chart.js out of the bundle. */
Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement, zoomPlugin)

export { Chart }
