import { lossChart } from './charts'
import type { StepMetric } from './metric'

export const lossG: StepMetric = {
  key: 'lossG',
  label: { en: 'G loss', zh: 'G 损失' },
  meaning: {
    en: "The generator's loss: the more clearly the discriminator recognises generated images, the higher it is.",
    zh: '生成器的损失：判别器越能识破生成图像，损失越高。',
  },
  formula: ({ formulas }) => formulas.lossG,
  unit: '',
  chart: lossChart,
  color: '--series-g',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.lossG,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: (outcome) => outcome.lossG,
}
