import type { arraysProblems as english } from '../arrays'

/** Problems of arrays in Chinese. */
export const arraysProblems: typeof english = {}
