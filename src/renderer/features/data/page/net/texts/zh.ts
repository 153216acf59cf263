import type { net as english } from './en'

export const net: typeof english = {
  title: '特征网络',
  text: '一个小型分类器，把图像转换为特征，用来比较生成图像与真实图像。',
  learn: '了解更多',
  bundled: (id) => `此数据集使用 GAN Studio 自带的 ${id} 评估，无需自己的特征网络。`,
  noLabels:
    '训练特征网络需要标签，而此数据集没有标签。它用随机卷积评估，其特征未经学习，数值只能互相比较。',
  notAdded: '只能为添加到 GAN Studio 的数据集训练特征网络。',
  train: '训练特征网络',
  trainHelp: '需要一两分钟。没有它时，图像用随机卷积评估。',
  again: '重新训练',
  againHelp: '将替换现有网络。用旧网络评估的数值不能与新数值比较。',
  training: '正在训练特征网络',
  cancel: '取消',
  stages: { reading: '读取图像', testing: '测试' },
  epoch: (epoch, epochs) => `第 ${epoch} 轮，共 ${epochs} 轮`,
  done: '特征网络已就绪，此数据集上的训练将用它评估。',
  failed: '无法训练特征网络',
  accuracy: '准确率',
  accuracyOf: (percent, images) => `${images} 张图像中的 ${percent}%`,
  parts: { holdOut: '（留出）', tenthOfTraining: '（十分之一的图像，未参与训练）' },
  trainedOn: '训练图像',
  images: (n) => `${n} 张图像`,
  storedAt: '保存时间',
  seed: '种子',
  hash: 'SHA-256 哈希',
}
