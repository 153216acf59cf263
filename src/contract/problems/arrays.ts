/* Problems with arrays; see ../problems.ts. */

export const arraysProblems = {}
