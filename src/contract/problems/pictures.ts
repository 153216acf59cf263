/* Problems with pictures; see ../problems.ts. */

export const picturesProblems = {}
