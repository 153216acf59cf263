import type { EvaluationMetric } from '../metric'
import { kidChart } from './charts'

export const kid: EvaluationMetric = {
  key: 'kid',
  label: { en: 'KID', zh: 'KID' },
  meaning: {
    en: 'Squared maximum mean discrepancy between the features of generated and of real images. The number of images does not bias it.',
    zh: '生成图像与真实图像特征的最大均值差异的平方，不受图像数影响。',
  },
  unit: '',
  chart: kidChart,
  color: '--series-5',
  decimals: 4,
  better: 'lower',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
