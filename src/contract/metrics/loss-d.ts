import { lossChart } from './charts'
import type { StepMetric } from './metric'

export const lossD: StepMetric = {
  key: 'lossD',
  label: { en: 'D loss', zh: 'D 损失' },
  meaning: {
    en: "The discriminator's loss: how often, and how confidently, it is wrong about real and generated images.",
    zh: '判别器的损失：它对真实图像和生成图像判断错误的频率与程度。',
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
