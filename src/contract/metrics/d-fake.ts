import { outputChart } from './charts'
import type { StepMetric } from './metric'
import { meaningOfOutput } from './output-meaning'

export const dFake: StepMetric = {
  key: 'dFake',
  label: { en: 'D(G(z))', zh: 'D(G(z))' },
  meaning: (loss) => meaningOfOutput({ en: 'generated', zh: '生成图像' }, loss),
  formula: () => 'D(G(z))',
  unit: '',
  chart: outputChart,
  color: '--series-fake',
  decimals: 3,
  baseline: ({ equilibrium }) => equilibrium.output,
  better: 'neither',
  cadence: 'step',
  inRunList: true,
  inProgress: true,
  value: ({ fakeLogits, output }, a) => a.mean(output(fakeLogits)),
}
