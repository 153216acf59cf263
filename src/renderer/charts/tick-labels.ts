/** Formats an axis's tick labels with enough digits to distinguish neighbours. */
export function tickLabels(format: (value: number, spacing: number) => string) {
  return (value: number, i: number, ticks: readonly { value: number }[]): string => {
    const neighbour = ticks[i === 0 ? 1 : i - 1]?.value ?? 0
    return format(value, Math.abs(value - neighbour) || Math.abs(value) || 1)
  }
}
