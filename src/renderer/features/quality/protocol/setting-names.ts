import type { Words } from '../../../../contract/words'

/** The names of the settings of metrics, by their keys in an evaluation. */
export const settingNames: Readonly<Partial<Record<string, Words>>> = {
  features: { en: 'numbers per image', zh: '每张图像的特征数' },
  k: { en: 'neighbours (k)', zh: '近邻数（k）' },
  subsets: { en: 'subsets', zh: '子集数' },
  subsetSize: { en: 'images per subset', zh: '每个子集的图像数' },
  drawnFrom: { en: 'drawn from at most', zh: '最多取自' },
  points: { en: 'sizes fitted', zh: '拟合点数' },
  smallestSubset: { en: 'smallest size', zh: '最小图像数' },
  pairs: { en: 'pairs', zh: '图像对数' },
  classes: { en: 'classes', zh: '类别数' },
  splits: { en: 'parts', zh: '分组数' },
  smoothing: { en: 'added to each count', zh: '每个计数加上' },
  trainingCount: { en: 'training images', zh: '训练图像数' },
  quantile: { en: 'unusually close: share of real images', zh: '异常接近：真实图像中的比例' },
}
