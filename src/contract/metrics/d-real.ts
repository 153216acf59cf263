import { confidenceChart } from './charts'
import type { StepMetric } from './metric'

export const dReal: StepMetric = {
  key: 'dReal',
  label: { en: 'D(x)', zh: 'D(x)' },
  meaning: {
    en: 'The mean probability of being real that the discriminator assigns to real images.',
    zh: '判别器认为真实图像为真的平均概率。',
  },
  formula: () => 'D(x)',
  unit: '',
  chart: confidenceChart,
  color: '--series-real',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.confidence,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: ({ realLogits, confidence }, a) => a.mean(confidence(realLogits)),
}
