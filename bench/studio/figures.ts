/** A measured value and its limit. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** The upper limit of the value, or the lower limit if `atLeast` is set. */
  limit?: number
  atLeast?: boolean
}

export function isWithin({ value, limit, atLeast }: Figure): boolean {
  if (limit === undefined) return true
  return atLeast === true ? value >= limit : value <= limit
}

/** Formats one line per figure: name, value, and whether it is within its limit. */
export function formatFigures(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length))
  return figures
    .map((figure) => {
      const { name, value, unit, limit, atLeast } = figure
      const text = `${name.padEnd(width)}  ${short(value).padStart(9)} ${unit}`
      if (limit === undefined) return text
      const bound = `${atLeast === true ? 'at least' : 'at most'} ${limit}`
      return `${text} (${bound}: ${isWithin(figure) ? 'yes' : 'NO'})`
    })
    .join('\n')
}

const short = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0)
