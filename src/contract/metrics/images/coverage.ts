import type { EvaluationMetric } from '../metric'
import { qualityChart } from './charts'

export const coverage: EvaluationMetric = {
  key: 'coverage',
  label: { en: 'Coverage', zh: '覆盖率' },
  meaning: {
    en: 'The share of real images with a generated image nearby: like recall, but not sensitive to outliers among the generated images.',
    zh: '附近有生成图像的真实图像所占比例：类似召回率，但不受生成图像中的离群值影响。',
  },
  unit: '',
  chart: qualityChart,
  color: '--series-8',
  decimals: 3,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
