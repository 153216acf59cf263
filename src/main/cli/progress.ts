import { SingleBar } from 'cli-progress'
import { newestMetrics } from '../../contract/metrics/record'
import type { Metrics } from '../../contract/metrics/record'
import { RecentSpeed } from '../../contract/recent-speed'
import type { TrainerEvent } from '../../contract/trainer'
import { metricsText, rateText } from './metrics-text'
import type { Output } from './output'

/** Seconds between progress lines when stderr is not a terminal. */
const LINE_EVERY_SECONDS = 5

const BAR =
  '{bar} {percentage}% | epoch {epoch}/{epochs} | step {value}/{total} | {rate} steps/s | ' +
  '{metrics} | ETA {left}'

export interface Progress {
  onEvent(event: TrainerEvent): void
  /** Prints a line without breaking the progress bar. */
  note(text: string): void
  end(): void
}

interface Extent {
  fromStep: number
  totalSteps: number
  stepsPerEpoch: number
}

/**
 * Shows a run's events as JSON lines, as a progress bar on a terminal, or as a line every few
 * seconds.
 */
export function showProgress(output: Output, extent: Extent): Progress {
  if (output.json) return jsonProgress(output)
  const pace = new Pace(extent)
  return process.stderr.isTTY ? barProgress(output, extent, pace) : lineProgress(output, pace)
}

function jsonProgress(output: Output): Progress {
  const line = (value: object): void => output.result('', value)
  return {
    onEvent: (event) => {
      if (event.type === 'metrics') {
        for (const point of event.points) line({ event: 'metrics', ...point })
      } else {
        const { type, ...rest } = event
        line({ event: type, ...rest })
      }
    },
    note: (text) => output.say(text),
    end: () => undefined,
  }
}

function barProgress(output: Output, extent: Extent, pace: Pace): Progress {
  const bar = new SingleBar({
    format: BAR,
    stream: process.stderr,
    barsize: 18,
    hideCursor: true,
    etaBuffer: 200,
  })
  let step = extent.fromStep
  let newest: Metrics | null = null
  let shown: object = { ...pace.payload(step), metrics: metricsText(newest) }
  const draw = (): void => bar.start(extent.totalSteps, step, shown)
  const note = (text: string): void => {
    bar.stop()
    output.say(text)
    draw()
  }
  draw()
  return {
    onEvent: (event) => {
      if (event.type === 'warning') note(`warning: ${event.message}`)
      if (event.type !== 'metrics') return
      newest = newestMetrics(newest, event.points)
      if (newest === null) return
      step = newest.step
      shown = { ...pace.at(step), metrics: metricsText(newest) }
      bar.update(step, shown)
    },
    note,
    end: () => bar.stop(),
  }
}

function lineProgress(output: Output, pace: Pace): Progress {
  let printedAt = 0
  let newest: Metrics | null = null
  return {
    onEvent: (event) => {
      if (event.type === 'warning') output.say(`warning: ${event.message}`)
      if (event.type !== 'metrics') return
      newest = newestMetrics(newest, event.points)
      if (newest === null) return
      const { epoch, epochs, rate, left } = pace.at(newest.step)
      if (performance.now() - printedAt < LINE_EVERY_SECONDS * 1000) return
      printedAt = performance.now()
      output.say(
        `epoch ${epoch}/${epochs} | step ${newest.step} | ${rate} steps/s | ` +
          `${metricsText(newest)} | ETA ${left}`,
      )
    },
    note: (text) => output.say(text),
    end: () => undefined,
  }
}

/** Speed over the last ten seconds, and the time left at that speed. */
class Pace {
  private readonly speed = new RecentSpeed(10_000)
  private rate: number | null = null

  constructor(private readonly extent: Extent) {}

  at(step: number) {
    this.rate = this.speed.at(step, performance.now())
    return this.payload(step)
  }

  payload(step: number) {
    const { rate } = this
    const { stepsPerEpoch, totalSteps } = this.extent
    const epochs = Math.ceil(totalSteps / stepsPerEpoch)
    return {
      epoch: Math.min(Math.floor(Math.max(step - 1, 0) / stepsPerEpoch) + 1, epochs),
      epochs,
      rate: rate === null ? '-' : rateText(rate),
      left: rate === null || rate === 0 ? '-' : duration((totalSteps - step) / rate),
    }
  }
}

/** 3h 05m, 12m 30s or 8s */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  if (h > 0) return `${h}h ${two(m)}m`
  return m > 0 ? `${m}m ${two(s)}s` : `${s}s`
}
