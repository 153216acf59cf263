/** Returns each value once, in the order of the first occurrences. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]
