/* Separate from the parser, because the page loads that only when it is needed. */

/** Whether a text may contain more than words to search for. */
export const mayHaveConditions = (text: string): boolean => /[",;<>=:≤≥≠，；＜＞＝：]/.test(text)
