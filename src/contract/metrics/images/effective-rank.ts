import type { EvaluationMetric } from '../metric'
import { rankChart } from './charts'

export const effectiveRank: EvaluationMetric = {
  key: 'effectiveRank',
  label: { en: 'Effective rank', zh: '有效秩' },
  meaning: {
    en: 'The effective number of directions in which the features of generated images vary.',
    zh: '生成图像的特征实际上在多少个方向上变化。',
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
