import type { EvaluationMetric } from '../metric'
import { fidChart } from './charts'

export const fid: EvaluationMetric = {
  key: 'fid',
  label: { en: 'FID', zh: 'FID' },
  meaning: {
    en: 'Fréchet distance between the features of generated and of real images: how far apart the two distributions are.',
    zh: '生成图像与真实图像特征的弗雷歇距离，即两个分布相差多少。',
  },
  unit: '',
  chart: fidChart,
  color: '--series-5',
  decimals: 2,
  better: 'lower',
  cadence: 'evaluation',
  inRunList: true,
  inProgress: true,
}
