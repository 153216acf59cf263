import type { importsProblems as english } from '../imports'

/** Problems of imports in Chinese. */
export const importsProblems: typeof english = {}
