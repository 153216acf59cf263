import { count } from '../../../../i18n/plural'

/** A small share as a whole percentage. */
const only = (percent: number): string => (percent === 0 ? 'Less than 1%' : `Only ${percent}%`)

export const summary = {
  title: {
    close: (step: string) => `Step ${step}: close to real images`,
    recognisable: (step: string) => `Step ${step}: recognisable, but different from real images`,
    far: (step: string) => `Step ${step}: far from real images`,
    noScale: (step: string) => `Step ${step} was measured`,
    noFloor: (step: string) => `Step ${step} was measured`,
  },
  findings: {
    classesMissing: (missing: number, of: number) =>
      `${missing} of ${count(of, 'class', 'classes')} never appear.`,
    fewLookReal: (percent: number) =>
      `${only(percent)} of the generated images look like real ones (precision).`,
    littleCovered: (percent: number) =>
      `${only(percent)} of the real images resemble a generated one (recall).`,
    nearlyAlike: (percent: number) =>
      `The generated images are nearly alike: they differ ${percent === 0 ? 'less than 1' : `only ${percent}`}% as much as real images do.`,
  },
  notNewest: (step: string) =>
    `The newest checkpoint, step ${step}, has not been measured yet, and may be better or worse.`,
  alarm: 'What to do:',
  see: 'The alarm above says what went wrong.',
  wait: 'The run is still training, so later checkpoints may be better.',
  longer: 'Train longer or, if the values no longer improve, start a new run with another preset:',
  training: 'Training',
  learn: 'When training goes wrong',
  unrated: {
    noScale:
      'With this feature net, FIDs have no fixed scale: compare them with those of real images, of other checkpoints and of other runs.',
    noFloor:
      'The FID is not rated, because the FID of the same number of real images was not measured.',
  },
  noRealValues: {
    text: 'There are no values of real images to compare with, because no images of the data set are held out. These values alone do not say how good the images are: use them only to compare checkpoints and runs on this data set. A lower FID means better images. To get values of real images, import the data set again and hold out about 10% of its images.',
    dataset: 'See the data set',
  },
  generate: (step: string) => `Generate images from step ${step}`,
  generateBest: (step: string) => `Generate images from the best checkpoint, step ${step}`,
}
