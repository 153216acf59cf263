/** A text as one argument of a command to paste: in single quotes unless no shell needs them. */
export const shellWord = (text: string): string =>
  /^[\p{L}\p{N}._/:@%+=,-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
