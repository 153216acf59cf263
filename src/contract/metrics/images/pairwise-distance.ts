import type { EvaluationMetric } from '../metric'
import { distanceChart } from './charts'

export const pairwiseDistance: EvaluationMetric = {
  key: 'pairwiseDistance',
  label: { en: 'Distance between images', zh: '图像间距离' },
  meaning: {
    en: 'The mean distance between the features of two generated images.',
    zh: '任意两张生成图像的特征之间的平均距离。',
  },
  unit: '',
  chart: distanceChart,
  color: '--series-5',
  decimals: 3,
  better: 'neither',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
