/** Returns a lookup of the colour tokens' current values, for use on a canvas. */
export function currentColors(): (token: string) => string {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return (token) => {
    const value = known.get(token) ?? style.getPropertyValue(token).trim()
    known.set(token, value)
    return value
  }
}

/** Makes a colour of the form #rrggbb transparent; any other colour is unchanged. */
export function withAlpha(color: string, alpha: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return color
  return (
    color +
    Math.round(alpha * 255)
      .toString(16)
      .padStart(2, '0')
  )
}
