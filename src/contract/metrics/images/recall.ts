import type { EvaluationMetric } from '../metric'
import { qualityChart } from './charts'

export const recall: EvaluationMetric = {
  key: 'recall',
  label: { en: 'Recall', zh: '召回率' },
  meaning: {
    en: 'The share of real images that are near a generated one: how much of the data the generator covers.',
    zh: '靠近某张生成图像的真实图像所占比例，即生成器覆盖了多少数据。',
  },
  unit: '',
  chart: qualityChart,
  color: '--series-6',
  decimals: 3,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
