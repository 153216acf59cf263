import type { EvaluationMetric } from '../metric'
import { classDivergenceChart } from './charts'

export const classDivergence: EvaluationMetric = {
  key: 'classDivergence',
  label: { en: 'Class divergence', zh: '类别散度' },
  meaning: {
    en: 'Kullback-Leibler divergence of the class distribution of generated images from that of the data.',
    zh: '生成图像的类别分布相对于数据类别分布的 KL 散度。',
  },
  unit: 'nats',
  chart: classDivergenceChart,
  color: '--series-5',
  decimals: 4,
  better: 'lower',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
