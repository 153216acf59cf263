import type { Chart } from './charts'
import type { EvaluationMetric, StepMetric } from './metric'
import { lossChart } from './charts'

/* Made-up metrics for tests to add to the table. */

/** The discriminator's mean logit of real images minus that of generated images. */
export const madeUpGap: StepMetric = {
  key: 'madeUpGap',
  label: { en: 'Logit gap', zh: '对数几率差' },
  meaning: { en: 'How far the logits are apart.', zh: '两类图像的对数几率相差多少。' },
  unit: 'nats',
  chart: lossChart,
  color: '--series-5',
  decimals: 1,
  baseline: () => 0,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: ({ realLogits, fakeLogits }, a) => a.sub(a.mean(realLogits), a.mean(fakeLogits)),
}

const madeUpChart: Chart = {
  id: 'madeUp',
  learnTopic: 'balance',
  describe: () => ({
    title: { en: 'Distance', zh: '距离' },
    help: { en: 'Lower is better.', zh: '越低越好。' },
    mayBeLogarithmic: true,
  }),
}

export const madeUpDistance: EvaluationMetric = {
  key: 'madeUpDistance',
  label: { en: 'Distance', zh: '距离' },
  meaning: { en: 'How far the images are from real ones.', zh: '生成图像与真实图像的距离。' },
  unit: '',
  chart: madeUpChart,
  color: '--series-6',
  decimals: 2,
  better: 'lower',
  cadence: 'evaluation',
  inRunList: true,
  inProgress: true,
}
