/** The address of a resource of the contract on both hosts, such as `generated/<id>/sheet.png`. */
export function resourceUrl(...parts: (string | number)[]): string {
  return `/resources/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

/** The sample grid of a step of a run. */
export function sampleUrl(runId: string, step: number): string {
  return resourceUrl('runs', runId, 'samples', `${String(step).padStart(8, '0')}.png`)
}
