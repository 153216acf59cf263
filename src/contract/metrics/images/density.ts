import type { EvaluationMetric } from '../metric'
import { qualityChart } from './charts'

export const density: EvaluationMetric = {
  key: 'density',
  label: { en: 'Density', zh: '密度' },
  meaning: {
    en: 'Average number of real images that a generated image is close to, divided by k, the number of neighbours (5) that defines “close”: like precision, but less sensitive to outliers among the real images.',
    zh: '生成图像平均靠近多少张真实图像（除以 k，即界定“靠近”所用的 5 个邻居）：类似精确率，但不易受真实图像中的离群值影响。',
  },
  unit: '',
  chart: qualityChart,
  color: '--series-7',
  decimals: 3,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
