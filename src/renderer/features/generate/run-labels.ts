interface Named {
  id: string
  name: string
  createdAt: string
}

/**
 * Labels for runs in a list: their names, followed by the time of creation where several have the same
 * name, and by the id where that is the same too.
 *
 * @param time formats when a run was created
 */
export function runLabels(runs: readonly Named[], time: (at: string) => string): string[] {
  const names = runs.map(({ name }) => name)
  const dated = withDetail(names, (i) => time(runs[i]?.createdAt ?? ''))
  return withDetail(dated, (i) => runs[i]?.id ?? '')
}

/** Adds a detail to each of the texts that occurs more than once. */
function withDetail(texts: readonly string[], detail: (i: number) => string): string[] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return texts.map((text, i) => ((counts.get(text) ?? 0) > 1 ? `${text} · ${detail(i)}` : text))
}
