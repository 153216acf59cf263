/* Problems with known; see ../problems.ts. */

export const knownProblems = {}
