import type { EvaluationMetric } from '../metric'
import { classifierScoreChart } from './charts'

export const classifierScore: EvaluationMetric = {
  key: 'classifierScore',
  label: { en: 'Classifier score', zh: '分类器得分' },
  meaning: {
    en: 'The Inception score’s formula, applied to the feature net’s classes: high if each image clearly belongs to one class and all classes are equally frequent.',
    zh: '用特征网络的类别计算的 Inception 分数：每张图像都明确属于某一类且各类同样常见时较高。',
  },
  unit: '',
  chart: classifierScoreChart,
  color: '--series-5',
  decimals: 2,
  better: 'higher',
  cadence: 'evaluation',
  inRunList: false,
  inProgress: false,
}
