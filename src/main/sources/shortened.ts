/** A name for a sentence: long ones lose their middle. */
export const shortened = (name: string): string => {
  // Two units of UTF-16 per letter at most; a name may have megabytes.
  const letters = [...name.slice(0, 200)]
  if (name.length <= 200 && letters.length <= 60) return name
  return [...letters.slice(0, 30), '…', ...[...name.slice(-60)].slice(-28)].join('')
}

/** Names for a sentence, separated by commas: the first ones, and whether there are more. */
export const listed = (names: readonly string[], most = 8): string =>
  [...names.slice(0, most).map(shortened), ...(names.length > most ? ['…'] : [])].join(', ')
