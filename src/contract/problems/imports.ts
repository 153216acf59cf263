/* Problems with imports; see ../problems.ts. */

export const importsProblems = {}
