import type { EvaluationMetric } from '../metric'
import { classAccuracyChart } from './charts'

export const classAccuracy: EvaluationMetric = {
  key: 'classAccuracy',
  label: { en: 'Class accuracy', zh: '类别准确率' },
  meaning: {
    en: 'The share of generated images that the classifier assigns to the requested class.',
    zh: '分类器识别出的类别与指定类别一致的生成图像所占比例。',
  },
  unit: '',
  chart: classAccuracyChart,
  color: '--series-5',
  decimals: 3,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
