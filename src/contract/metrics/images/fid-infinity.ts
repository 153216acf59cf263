import type { EvaluationMetric } from '../metric'
import { fidChart } from './charts'

export const fidInfinity: EvaluationMetric = {
  key: 'fidInfinity',
  label: { en: 'FID∞', zh: 'FID∞' },
  meaning: {
    en: 'An estimate of the FID of infinitely many generated images, which removes the bias from their limited number.',
    zh: '对无穷多张生成图像的 FID 的估计，不受图像数影响。',
  },
  unit: '',
  chart: fidChart,
  color: '--series-6',
  decimals: 2,
  better: 'lower',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
