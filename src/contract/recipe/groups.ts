import type { Words } from '../words'
import type { GroupName } from './entries'

/** The groups of hyperparameters, as in the New run form, on the command line and in the docs. */
export const groups: Readonly<Record<GroupName, { label: Words; meaning: Words }>> = {
  basics: {
    label: { en: 'Basics', zh: '基本' },
    meaning: {
      en: 'Training length, batch size and random seed.',
      zh: '训练轮数、批大小与随机种子。',
    },
  },
  data: {
    label: { en: 'Data', zh: '数据' },
    meaning: { en: 'The images that the networks are trained on.', zh: '用于训练网络的图像。' },
  },
  networks: {
    label: { en: 'Networks', zh: '网络' },
    meaning: { en: 'How the two networks are built.', zh: '两个网络的结构。' },
  },
  objective: {
    label: { en: 'Objective', zh: '训练目标' },
    meaning: { en: 'What the two networks minimise.', zh: '两个网络各自最小化的目标。' },
  },
  optimisation: {
    label: { en: 'Optimisation', zh: '优化' },
    meaning: { en: 'How the weights are updated.', zh: '权重如何更新。' },
  },
  averaging: {
    label: { en: 'Averaging', zh: '权重平均' },
    meaning: {
      en: 'A moving average of the generator, which often gives better images.',
      zh: '生成器权重的滑动平均，常能得到更好的图像。',
    },
  },
  schedule: {
    label: { en: 'Schedule', zh: '变化计划' },
    meaning: { en: 'Values that change during training.', zh: '训练过程中逐步变化的参数。' },
  },
  measuring: {
    label: { en: 'Measuring', zh: '评估' },
    meaning: {
      en: 'How often images are measured (FID and others), and how the results are used.',
      zh: '每隔多少步评估图像（FID 等），以及如何利用评估结果。',
    },
  },
  output: {
    label: { en: 'Output', zh: '输出' },
    meaning: {
      en: 'Sample grids and checkpoints saved during training.',
      zh: '训练中保存的样本图和检查点。',
    },
  },
}
