import type { EvaluationMetric } from '../metric'
import { rankChart } from './charts'

export const effectiveRank: EvaluationMetric = {
  key: 'effectiveRank',
  label: { en: 'Effective rank', zh: '有效秩' },
  meaning: {
    en: 'The number of directions in which the features of generated images vary, each counted by its weight.',
    zh: '生成图像的特征在多少个方向上变化，各方向按其权重计数。',
  },
  unit: '',
  chart: rankChart,
  color: '--series-5',
  decimals: 1,
  better: 'neither',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
