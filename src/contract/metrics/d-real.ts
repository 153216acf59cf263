import { outputChart } from './charts'
import type { StepMetric } from './metric'
import { meaningOfOutput } from './output-meaning'

export const dReal: StepMetric = {
  key: 'dReal',
  label: { en: 'D(x)', zh: 'D(x)' },
  meaning: (loss) => meaningOfOutput({ en: 'real', zh: '真实图像' }, loss),
  formula: () => 'D(x)',
  unit: '',
  chart: outputChart,
  color: '--series-real',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.output,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: ({ realLogits, output }, a) => a.mean(output(realLogits)),
}
