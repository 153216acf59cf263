import type { knownProblems as english } from '../known'

/** Problems of known in Chinese. */
export const knownProblems: typeof english = {}
