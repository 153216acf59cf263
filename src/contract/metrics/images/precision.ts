import type { EvaluationMetric } from '../metric'
import { qualityChart } from './charts'

export const precision: EvaluationMetric = {
  key: 'precision',
  label: { en: 'Precision', zh: '精确率' },
  meaning: {
    en: 'The share of generated images that are near a real one: how many look real.',
    zh: '靠近某张真实图像的生成图像所占比例，即有多少图像看起来真实。',
  },
  unit: '',
  chart: qualityChart,
  color: '--series-5',
  decimals: 3,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
