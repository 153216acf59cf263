import { grouped } from '../../counted'
import type { metricsProblems as english } from '../metrics'

/** Problems with measuring generated images in Chinese. */
export const metricsProblems: typeof english = {
  featuresNotFinite: {
    message: ({ found, images }) =>
      `${grouped(images)} 张图像中有 ${grouped(found)} 张的特征不是有限数值`,
    remedy: () => '请评估更早的检查点，或检查特征网络。',
  },
  tooFewToMeasure: {
    message: ({ images, needed }) =>
      `评估至少需要 ${grouped(needed)} 张图像，但只有 ${grouped(images)} 张`,
    remedy: () => '请生成更多图像，或选择数据集中更大的部分。',
  },
  featuresDiffer: {
    message: ({ features, other }) =>
      `有些图像有 ${grouped(features)} 个特征，另一些有 ${grouped(other)} 个`,
    remedy: () => '请用同一个特征网络计算所有特征。',
  },
  notProbabilities: {
    message: ({ image }) =>
      `分类器对第 ${grouped(image)} 张图像的输出不是概率：各值不能为负，总和必须为 1`,
    remedy: () => '请选择以 softmax 结尾的分类器。',
  },
  classifierClasses: {
    message: ({ classes, has }) =>
      `分类器区分 ${grouped(classes)} 个类别，而数据集有 ${grouped(has)} 个`,
    remedy: () => '请选择用此数据集训练的分类器。',
  },
}
