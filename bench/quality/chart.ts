import { median } from '../../src/main/studio/quantile'
import { qualityByPreset } from './presets'
import type { PresetQuality, Qualities } from './presets'

const BOX = { left: 64, top: 16, width: 560, height: 300 }
const COLOURS = ['#2f6fde', '#d9822b', '#2a9d6e', '#a04fc4']
const TEXT = 'font-family="sans-serif" font-size="13" fill="#444"'

/** FID against minutes of training as an SVG: a line of medians and the range of all seeds. */
export function qualityChart(qualities: Qualities): string {
  const { budget } = qualities
  const lines = qualityByPreset(qualities).map(lineOf)
  const scales = scalesFor(
    budget / 60,
    lines.flatMap(({ points }) => points),
  )
  const drawn = lines.flatMap((line, i) => drawLine(line, COLOURS[i] ?? '#444', i, scales))
  const { left, top, width, height } = BOX
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 16} ${top + height + 48}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...axes(budget / 60, scales),
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

interface Point {
  minutes: number
  fid: number
  low: number
  high: number
}
interface Line {
  preset: string
  points: Point[]
}
interface Scales {
  x: (minutes: number) => number
  y: (fid: number) => number
  ticks: number[]
}

function lineOf({ preset, points }: PresetQuality): Line {
  return {
    preset,
    points: points.map(({ minutes, measured }) => {
      const fids = measured.map(({ fid }) => fid)
      return { minutes, fid: median(fids), low: Math.min(...fids), high: Math.max(...fids) }
    }),
  }
}

/** Minutes from 0 to the right, FID logarithmically upwards from the power of ten below the lowest. */
function scalesFor(budget: number, points: readonly Point[]): Scales {
  const from = Math.floor(Math.log10(Math.min(...points.map(({ low }) => low))))
  const to = Math.ceil(Math.log10(Math.max(...points.map(({ high }) => high))))
  const { left, top, width, height } = BOX
  return {
    x: (minutes) => left + (width * minutes) / budget,
    y: (fid) => top + (height * (to - Math.log10(fid))) / (to - from),
    ticks: Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)),
  }
}

function axes(budget: number, { x, y, ticks }: Scales): string[] {
  const { left, top, width, height } = BOX
  const minutes = Array.from({ length: Math.floor(budget / 2) + 1 }, (_, i) => 2 * i)
  return [
    ...ticks.map(
      (fid) =>
        `<path d="M${left} ${y(fid)}h${width}" stroke="#ddd"/><text x="${left - 8}" y="${y(fid) + 4}" text-anchor="end" ${TEXT}>${fid}</text>`,
    ),
    ...minutes.map(
      (at) =>
        `<text x="${x(at)}" y="${top + height + 18}" text-anchor="middle" ${TEXT}>${at}</text>`,
    ),
    `<text x="${left + width / 2}" y="${top + height + 38}" text-anchor="middle" ${TEXT}>Minutes of training</text>`,
    `<text x="16" y="${top + height / 2}" transform="rotate(-90 16 ${top + height / 2})" text-anchor="middle" ${TEXT}>FID</text>`,
  ]
}

function drawLine({ preset, points }: Line, colour: string, i: number, scales: Scales): string[] {
  const at = (minutes: number, fid: number) =>
    `${scales.x(minutes).toFixed(1)},${scales.y(fid).toFixed(1)}`
  const band = [
    ...points.map(({ minutes, high }) => at(minutes, high)),
    ...points.toReversed().map(({ minutes, low }) => at(minutes, low)),
  ]
  const line = points.map(({ minutes, fid }) => at(minutes, fid))
  const y = BOX.top + 18 + 20 * i
  const x = BOX.left + BOX.width - 150
  return [
    `<polygon points="${band.join(' ')}" fill="${colour}" opacity="0.2"/>`,
    `<polyline points="${line.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    `<path d="M${x} ${y - 4}h24" stroke="${colour}" stroke-width="2"/><text x="${x + 32}" y="${y}" ${TEXT}>${preset}</text>`,
  ]
}
