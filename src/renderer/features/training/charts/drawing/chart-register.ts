import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'

/* Only what line charts need: the rest of chart.js stays out of the bundle. */
Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement, zoomPlugin)

export { Chart }
