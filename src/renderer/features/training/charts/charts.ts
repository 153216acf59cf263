import type { SeriesName } from '../../../../contract/summary'

export type ChartKind = 'loss' | 'beliefs'

interface LineStyle {
  name: SeriesName
  /** The token of its colour. */
  token: string
  /** Dashes tell the lines apart without colour. */
  dash: number[]
}

/** What each of the two charts draws. */
export const chartLines: Record<ChartKind, readonly LineStyle[]> = {
  loss: [
    { name: 'lossD', token: '--series-d', dash: [] },
    { name: 'lossG', token: '--series-g', dash: [7, 3] },
  ],
  beliefs: [
    { name: 'dReal', token: '--series-real', dash: [] },
    { name: 'dFake', token: '--series-fake', dash: [7, 3] },
  ],
}

/** What the colour tokens are worth now; a canvas knows no tokens. */
export function colorsNow(): (token: string) => string {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return (token) => {
    const value = known.get(token) ?? style.getPropertyValue(token).trim()
    known.set(token, value)
    return value
  }
}
