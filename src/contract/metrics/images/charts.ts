import type { Words } from '../../words'
import type { Chart } from '../charts'

/* The charts of image metrics. Metrics share a chart if they have the same scale. */

/** A chart whose texts and axis are the same for every loss. */
const chart = (
  id: string,
  title: Words,
  help: Words,
  axis: {
    range?: { min: number; max: number }
    mayBeLogarithmic?: boolean
    fromZero?: boolean
  } = {},
): Chart => {
  const { mayBeLogarithmic = false, ...others } = axis
  const description = { title, help, mayBeLogarithmic, ...others }
  return { id, learnTopic: 'measuring', describe: () => description }
}
const SHARE = { range: { min: 0, max: 1 } }

export const fidChart = chart(
  'fid',
  { en: 'FID', zh: 'FID' },
  {
    en: 'Lower is better. Compare only values with the same feature net and the same numbers of images. Any dotted line is the value for real images.',
    zh: '越低越好。只有特征网络和图像数都相同的值才能比较。点线（如有）表示真实图像的值。',
  },
  { mayBeLogarithmic: true },
)
export const kidChart = chart(
  'kid',
  { en: 'KID', zh: 'KID' },
  {
    en: 'Lower is better; compare with real images. Unlike FID, it is not biased by the number of images. Values from other feature nets, such as Inception in papers, are on another scale.',
    zh: '越低越好，请与真实图像的值比较。与 FID 不同，它不随图像数变化。其他特征网络（如论文中的 Inception）的数值尺度不同。',
  },
)
export const qualityChart = chart(
  'quality',
  { en: 'Quality and variety', zh: '质量与多样性' },
  {
    en: 'Precision and density: how real the images look. Recall and coverage: how much of the data they cover. Higher is better.',
    zh: '精确率和密度表示图像有多真实，召回率和覆盖率表示它们覆盖了多少数据。越高越好。',
  },
)
export const classifierScoreChart = chart(
  'classifierScore',
  { en: 'Classifier score', zh: '分类器得分' },
  {
    en: 'Higher is better; at most the number of classes. It ignores the real images.',
    zh: '越高越好，最高为类别数。它不与真实图像比较。',
  },
)
export const classDivergenceChart = chart(
  'classDivergence',
  { en: 'Class divergence', zh: '类别散度' },
  {
    en: 'Lower is better; 0 if each class is generated as often as it occurs in the data.',
    zh: '越低越好；各类别的生成比例与数据相同时为 0。',
  },
  { mayBeLogarithmic: true },
)
export const classAccuracyChart = chart(
  'classAccuracy',
  { en: 'Class accuracy', zh: '类别准确率' },
  {
    en: 'Higher is better, up to about the classifier’s own accuracy on real images.',
    zh: '越高越好，上限是分类器对真实图像的准确率。',
  },
  SHARE,
)
export const memorisationChart = chart(
  'memorisation',
  { en: 'Memorisation', zh: '记忆程度' },
  {
    en: '0.5 is normal. Lower values, such as 0.3 or 0.01, mean images that are further from the data than real ones, not copies. From about 0.6, images are closer than new ones should be: look at the nearest training images. 1 means copies.',
    zh: '0.5 为正常。更低（如 0.3、0.01）表示图像比真实图像离数据更远，而不是复制。约 0.6 以上表示比新图像应有的更接近，请查看最近的训练图像。1 表示复制。',
  },
  SHARE,
)
export const distanceChart = chart(
  'pairwiseDistance',
  { en: 'Distance between images', zh: '图像间距离' },
  {
    en: 'Mean distance between two generated images; 0 if all are identical. Any dotted line is the value for real images.',
    zh: '任意两张生成图像的平均距离；全部相同时为 0。点线（如有）表示真实图像的值。',
  },
  { fromZero: true },
)
export const rankChart = chart(
  'effectiveRank',
  { en: 'Effective rank', zh: '有效秩' },
  {
    en: 'Effective number of directions in which the images vary. Any dotted line is the value for real images.',
    zh: '图像在多少个方向上有差异。点线（如有）表示真实图像的值。',
  },
  { fromZero: true },
)
