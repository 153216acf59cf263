/* Common to the detectors of sample grids. */

/** Grids of fewer steps are not judged: an untrained generator's images are alike too. */
const EARLY = 200
export const isEarly = (step: number): boolean => step < EARLY

/** Whether a run that has shown little variety so far is learning more: by a fifth per grid. */
export const isGrowing = (before: number | undefined, now: number): boolean =>
  before !== undefined && now > 1.2 * before

/** Whole percent. */
export const percentOf = (value: number, of: number): number =>
  of === 0 ? 100 : Math.round((value / of) * 100)
