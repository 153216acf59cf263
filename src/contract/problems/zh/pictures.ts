import type { picturesProblems as english } from '../pictures'

/** Problems of pictures in Chinese. */
export const picturesProblems: typeof english = {}
