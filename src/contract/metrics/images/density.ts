import type { EvaluationMetric } from '../metric'
import { qualityChart } from './charts'

export const density: EvaluationMetric = {
  key: 'density',
  label: { en: 'Density', zh: '密度' },
  meaning: {
    en: 'How many real images a generated image is close to on average, relative to k, the 5 neighbours by which “close” is defined: like precision, but less sensitive to outliers among the real images.',
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
