import { grouped } from '../../counted'
import { measured } from '../../magnitude'
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
  metricNeedsClassifier: {
    message: () => '特征网络不是分类器',
    remedy: () => '请选择用此数据集训练的分类器。',
  },
  metricNeedsLabels: {
    message: () => '真实图像没有标签',
    remedy: () => '请选择有标签的数据集。',
  },
  metricNeedsClasses: { message: () => '生成器不接受类别，因此其图像没有指定的类别' },
  metricNeedsHeldOut: {
    message: () => '数据集没有留出的图像',
    remedy: () => '请在导入数据集时留出一部分图像。',
  },
  metricNotANumber: {
    message: () => '结果不是有限数值',
    remedy: () => '请评估更早的检查点，或使用更多图像。',
  },
  nothingMeasurable: {
    message: ({ why }) => `所选指标都无法评估：${why}`,
    remedy: () => '请生成更多图像，与更多真实图像比较，或选择其他指标。',
  },
  metricUnknown: {
    message: ({ name }) => `没有指标“${name}”`,
    remedy: ({ known }) => `可用的指标：${known}。`,
  },
  measuredDataChanged: {
    message: ({ name }) => `数据集 ${name} 在生成器训练之后发生了变化`,
    remedy: ({ original }) =>
      `请恢复原来的 ${original} 图像，或在命令行用 --dataset 指定其他数据集。`,
  },
  measuredDataDiffers: {
    message: ({ name, stored, generated }) =>
      `数据集 ${name} 的图像为 ${stored}，而生成器的图像为 ${generated}`,
    remedy: () => '请选择图像尺寸和通道数相同的数据集。',
  },
  measureNeedsDataset: {
    message: () => '权重文件没有说明训练时使用的数据集',
    remedy: () => '请指定用于比较的数据集（--dataset）。',
  },
  nothingHeldOut: {
    message: ({ name }) => `数据集 ${name} 没有留出的图像`,
    remedy: () => '请在命令行改为与训练图像比较：--split training。',
  },
  evaluationUnreadable: {
    message: ({ why }) => `无法读取评估结果：${why}`,
    remedy: () => '请删除该文件后重新评估。',
  },
  evaluationLeftOut: { message: ({ why }) => `略去了一项评估结果：${why}` },
  alarmsLeftOut: {
    message: ({ count }) => `run.json 中此训练的 ${grouped(count)} 条警报无法读取，已略去`,
  },
  evaluationMisnamed: {
    message: () => '文件名不符合评估结果的格式：<步数>-<哈希>.json，且须为小写',
  },
  evaluationNotAFile: { message: () => '它是链接或文件夹，不是普通文件' },
  evaluationOfOtherStep: {
    message: ({ step, other }) =>
      `内容属于第 ${grouped(step)} 步，文件名却是第 ${grouped(other)} 步`,
  },
  evaluationNegativeFid: { message: () => 'FID 为负数，这不可能' },
  evaluationNotStored: {
    message: ({ why }) => `评估结果未能保存：${why}`,
    remedy: () => '请重新评估以保存结果。',
  },
  neighboursUnreadable: {
    message: ({ why }) => `无法读取最近邻训练图像的列表：${why}`,
    remedy: () => '请删除该文件后重新查找。',
  },
  neighboursLeftOut: { message: ({ why }) => `略去了一份最近邻训练图像的列表：${why}` },
  netNotTrained: {
    message: ({ name }) => `数据集 ${name} 没有自己的特征网络`,
    remedy: () => '请在数据集页面上或用“data feature-net”训练一个。',
  },
  featuresNotKept: { message: ({ why }) => `真实图像的特征未能保存供下次使用：${why}` },
  measuringFailed: {
    message: ({ step, why }) => `未能评估第 ${grouped(step)} 步的图像：${why}`,
  },
  measuringSkipped: {
    message: ({ step }) => `第 ${grouped(step)} 步未评估：已有更新的检查点需要先评估`,
  },
  patienceLate: {
    message: () => '保存检查点的速度快于评估速度，提前停止可能推迟，甚至不会发生',
    remedy: () => '新建训练时请加大评估间隔，或减少同时进行的训练。',
  },
  finishedEarly: {
    message: ({ passes, step, fid }) =>
      `自第 ${grouped(step)} 步（${measured(fid, 2, 'zh-CN')}）以来，FID 在 ${grouped(passes)} 次评估中没有改善`,
    remedy: () => '恢复训练即可继续，评估次数将重新计算。',
  },
  notRetained: { message: ({ why }) => `无法删除旧检查点：${why}` },
  bestUnknown: { message: ({ why }) => `无法读取之前的评估结果，因此不会删除检查点：${why}` },
  nothingMeasured: {
    message: ({ run }) => `${run} 的检查点在训练中都没有评估过，因此没有最佳检查点`,
    remedy: () => '请指定步数（RUN@STEP）；evaluate --all-checkpoints 可找出最佳检查点。',
  },
  measuringEnded: {
    message: ({ why }) => `评估中断：${why}`,
    remedy: () => '请重新评估。',
  },
  measuringKilled: { message: () => '评估进程被强制结束，可能是内存不足' },
  measuringCrashed: { message: ({ signal }) => `评估进程崩溃（${signal}）` },
  measuringExited: { message: ({ code }) => `评估进程意外退出（退出码 ${code}）` },
  measuringCancelled: { message: () => '评估已取消' },
}
