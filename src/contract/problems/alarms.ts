import { counted, grouped } from '../counted'
import { measured, vanishing } from '../magnitude'
import { labelIn } from '../metrics/table'

/*
 * The texts of alarms: the observation and, besides lower learning rates, further remedies; see
 * ../problems.ts and ../alarms.
 */

const only = (percent: number): string =>
  percent === 0 ? 'less than 1%' : `only ${grouped(percent)}%`

export const alarmsProblems = {
  lossExploded: {
    message: ({ key, value, highest }: { key: string; value: number; highest: number }) =>
      `${labelIn(key, 'en')} stays around ${measured(value, 0, 'en')}; above ${measured(highest, 0, 'en')}, training has failed`,
  },
  scoresExploded: {
    message: ({ value, highest }: { value: number; highest: number }) =>
      `D’s scores for real and generated images are ${measured(value, 0, 'en')} apart, which shows that its slope is not limited: with a slope of at most 1, they would be at most ${measured(highest, 0, 'en')} apart`,
    remedy: () =>
      'Use a gradient penalty, weight clipping or spectral norm with this loss, or lower learning rates.',
  },
  gridImagesAlike: {
    message: ({ percent }: { percent: number }) =>
      `the images of the sample grid are nearly identical: they differ ${only(percent)} as much as real images do`,
  },
  gridFewPatterns: {
    message: ({ rank, real }: { rank: number; real: number }) =>
      `the images of the sample grid have too little variety: they differ from each other in ${rank < 1 ? 'hardly any way' : `only ${counted(rank, 'way')}`}, the same number of real images in ${grouped(real)} (effective rank)`,
  },
  discriminatorWon: {
    message: ({ loss, balanced }: { loss: number; balanced: number }) =>
      `D recognises every image (its loss is ${vanishing(loss, 'en')}, compared with ${measured(balanced, 2, 'en')} at equilibrium), so G learns little from it`,
    remedy: () =>
      'If lower learning rates are not enough, lower that of D alone, or use fewer D steps.',
  },
  discriminatorBeaten: {
    message: ({ real, fake }: { real: number; fake: number }) =>
      `D rates generated images (${measured(fake, 2, 'en')}) as more real than real ones (${measured(real, 2, 'en')}), so G learns nothing from it`,
    remedy: () =>
      'If lower learning rates are not enough, lower that of G alone, or use more D steps.',
  },
  discriminatorFlat: {
    message: () => 'D gives real and generated images the same score, so G learns nothing from it',
  },
  /** In alarms of earlier versions. */
  classesMissing: {
    message: ({ missing, of }: { missing: number; of: number }) =>
      `${grouped(missing)} of the ${grouped(of)} classes ${missing === 1 ? 'is' : 'are'} hardly ever generated`,
  },
  classesLost: {
    message: ({ missing, of, lost }: { missing: number; of: number; lost: string }) =>
      `${grouped(missing)} of the ${grouped(of)} classes ${missing === 1 ? 'is' : 'are'} hardly ever generated any more (${missing === 1 ? 'class' : 'classes'} ${lost})`,
  },
  distancesSmall: {
    message: ({ percent }: { percent: number }) =>
      `generated images are too alike: the mean distance between them is ${only(percent)} of that between real images`,
  },
  rankSmall: {
    message: ({ percent }: { percent: number }) =>
      `generated images differ in too few ways: their effective rank is ${only(percent)} of that of real images`,
  },
  discriminatorTooSlow: {
    message: ({ rateD, rateG }: { rateD: string; rateG: string }) =>
      `D’s learning rate (${rateD}) is far below G’s (${rateG}), so D cannot keep up`,
    remedy: () => 'Use equal rates.',
  },
  generatorTooSlow: {
    message: ({ rateD, rateG }: { rateD: string; rateG: string }) =>
      `G’s learning rate (${rateG}) is far below D’s (${rateD}), so G cannot keep up`,
    remedy: () => 'Use equal rates.',
  },
  clippedTooMuch: {
    message: ({ limit }: { limit: string; usual: string }) =>
      `D’s weights are clipped to ±${limit}, so it can hardly tell images apart`,
    remedy: ({ usual }: { limit: string; usual: string }) => `Use a limit of ${usual}.`,
  },
  criticToPenalise: {
    message: () => 'D’s slope is unlimited, but the Wasserstein loss needs a limit',
    remedy: () => 'Use a gradient penalty.',
  },
  criticToClip: {
    message: () => 'D’s slope is unlimited, but the Wasserstein loss needs a limit',
    remedy: () => 'Use weight clipping.',
  },
  alarmEnded: {
    message: ({ why, began, step }: { why: string; began: number; step: number }) =>
      `a problem that began at step ${grouped(began)} ended at step ${grouped(step)}: ${why}`,
  },
  wentWrong: {
    message: ({ why }: { why: string }) => `training went wrong: ${why}`,
    remedy: () => 'Start a new run with lower learning rates.',
  },
}
