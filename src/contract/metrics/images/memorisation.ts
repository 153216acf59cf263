import type { EvaluationMetric } from '../metric'
import { memorisationChart } from './charts'

export const memorisation: EvaluationMetric = {
  key: 'memorisation',
  label: { en: 'Memorisation', zh: '记忆程度' },
  meaning: {
    en: 'The probability that a generated image is closer to the training images than a real image that was not trained on.',
    zh: '生成图像比未参与训练的真实图像更靠近某张训练图像的概率。',
  },
  unit: '',
  chart: memorisationChart,
  color: '--series-5',
  decimals: 3,
  better: 'neither',
  expected: 0.5,
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
