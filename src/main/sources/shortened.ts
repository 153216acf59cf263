/** A name for a sentence: long ones lose their middle. */
export const shortened = (name: string): string => {
  // A character has at most two UTF-16 units; the name may be megabytes long.
  const letters = [...name.slice(0, 200)]
  if (name.length <= 200 && letters.length <= 60) return name
  return [...letters.slice(0, 30), '…', ...[...name.slice(-60)].slice(-28)].join('')
}

/** The first names of a list for a sentence, separated by commas, with “…” if there are more. */
export const listed = (names: readonly string[], most = 8): string =>
  [...names.slice(0, most).map(shortened), ...(names.length > most ? ['…'] : [])].join(', ')
