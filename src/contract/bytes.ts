/** Formats a size in decimal units, as pages and file managers do: "650 MB", "9.1 GB", "79,200 PB". */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`
  if (bytes < 1e12) return `${(bytes / 1e9).toFixed(1)} GB`
  if (bytes < 1e15) return `${(bytes / 1e12).toFixed(1)} TB`
  return `${(bytes / 1e15).toLocaleString('en', { maximumSignificantDigits: 3 })} PB`
}
