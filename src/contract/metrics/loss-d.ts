import { lossChart } from './charts'
import type { StepMetric } from './metric'

export const lossD: StepMetric = {
  key: 'lossD',
  label: { en: 'D loss', zh: 'D 损失' },
  meaning: {
    en: "The discriminator's loss: the worse it tells real images from generated ones, the higher it is.",
    zh: '判别器的损失：它越难区分真实图像与生成图像，损失越高。',
  },
  formula: ({ formulas }) => formulas.lossD,
  unit: '',
  chart: lossChart,
  color: '--series-d',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.lossD,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: (outcome) => outcome.lossD,
}
