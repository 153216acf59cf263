/** Returns the URL of a resource, such as `generated/<id>/sheet.png`; the same on both hosts. */
export function resourceUrl(...parts: (string | number)[]): string {
  return `/resources/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

/** Returns the URL of a run's sample grid at a step. */
export function sampleUrl(runId: string, step: number): string {
  return resourceUrl('runs', runId, 'samples', `${String(step).padStart(8, '0')}.png`)
}
