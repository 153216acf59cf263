import { confidenceChart } from './charts'
import type { StepMetric } from './metric'

export const dFake: StepMetric = {
  key: 'dFake',
  label: { en: 'D(G(z))', zh: 'D(G(z))' },
  meaning: {
    en: 'The mean probability of being real that the discriminator assigns to generated images.',
    zh: '判别器认为生成图像为真的平均概率。',
  },
  formula: () => 'D(G(z))',
  unit: '',
  chart: confidenceChart,
  color: '--series-fake',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.confidence,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: ({ fakeLogits, confidence }, a) => a.mean(confidence(fakeLogits)),
}
