/** Formats a size in decimal units, as pages and file managers do: "650 MB", "9.1 GB". */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`
  if (bytes < 1e12) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${(bytes / 1e12).toLocaleString('en', { maximumFractionDigits: 1 })} TB`
}
