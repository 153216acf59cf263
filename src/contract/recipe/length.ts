import { singleImageConflict } from '../architectures/batch-norm'
import { integer } from './entries'

/** Training length and batch size. */
export const length = {
  epochs: integer({
    label: { en: 'Epochs', zh: '训练轮数' },
    meaning: {
      en: 'Number of passes through the data set.',
      zh: '遍历整个数据集的次数。',
    },
    group: 'basics',
    default: 50,
    min: 1,
    max: 100_000,
    unit: { en: 'epochs', one: 'epoch', zh: '轮' },
    arrowStep: 1,
    referenceName: 'n_epochs',
    sameSteps: true,
  }),
  batchSize: integer({
    label: { en: 'Batch size', zh: '批大小' },
    meaning: {
      en: 'Images per training step. Larger batches are steadier, but each step takes longer.',
      zh: '每个训练步使用的图像数；越大越稳定，但每步用时越长。',
    },
    group: 'basics',
    default: 64,
    min: 1,
    max: 8192,
    unit: { en: 'images', one: 'image', zh: '张' },
    arrowStep: 8,
    changesStepCost: true,
    referenceName: 'batch_size',
    newConflict: singleImageConflict,
  }),
  steps: integer({
    label: { en: 'Step limit', zh: '步数上限' },
    meaning: {
      en: 'Stop after this many steps, even if epochs remain. 0 = no limit.',
      zh: '达到此步数即停止，即使还有剩余轮数。0 表示不限。',
    },
    zero: { en: 'No limit', zh: '不限' },
    group: 'basics',
    default: 0,
    min: 0,
    max: 1_000_000_000,
    unit: { en: 'steps', one: 'step', zh: '步' },
    arrowStep: 1,
    sameSteps: true,
  }),
}
