import { choice, integer } from './entries'

/** Sample grids and checkpoints saved during training. */
export const samplesAndCheckpoints = {
  sampleInterval: integer({
    label: { en: 'Sample interval', zh: '样本间隔' },
    meaning: { en: 'Steps between sample grids.', zh: '每隔多少步绘制一张样本图。' },
    group: 'output',
    sameSteps: true,
    default: 400,
    min: 1,
    max: 1_000_000,
    unit: { en: 'steps', one: 'step', zh: '步' },
    arrowStep: 100,
    referenceName: 'sample_interval',
  }),
  sampleLatents: choice({
    label: { en: 'Sample latents', zh: '样本潜变量' },
    meaning: {
      en:
        'Fixed: every grid is drawn from the same latents, so that grids can be compared. ' +
        'Batch: the images generated for the latest training batch, as in the reference.',
      zh: '“固定”：每次使用相同的潜变量，便于前后比较。“取自批次”：显示最近一个训练批次中生成的图像，与参考实现相同。',
    },
    group: 'output',
    sameSteps: true,
    default: 'fixed',
    options: {
      fixed: { label: { en: 'Fixed', zh: '固定' } },
      batch: { label: { en: 'Batch', zh: '取自批次' } },
    },
  }),
  checkpointInterval: integer({
    label: { en: 'Checkpoint interval', zh: '检查点间隔' },
    meaning: {
      en: 'Steps between checkpoints. A crash loses at most this many steps, or twice as many while a checkpoint is being written.',
      zh: '每隔多少步保存一次检查点。崩溃时最多丢失这么多步；如果当时正在写入检查点，则最多为两倍。',
    },
    group: 'output',
    sameSteps: true,
    default: 500,
    min: 1,
    max: 1_000_000,
    unit: { en: 'steps', one: 'step', zh: '步' },
    arrowStep: 100,
  }),
  keepCheckpoints: integer({
    label: { en: 'Checkpoints kept', zh: '保留检查点' },
    meaning: {
      en: 'How many of the newest checkpoints stay on disk. 0 = all.',
      zh: '在磁盘上保留多少个最新的检查点。0 表示全部保留。',
    },
    zero: { en: 'All', zh: '全部' },
    group: 'output',
    sameSteps: true,
    default: 5,
    min: 0,
    max: 100_000,
    unit: { en: 'checkpoints', one: 'checkpoint', zh: '个' },
    arrowStep: 1,
  }),
  metricsInterval: integer({
    label: { en: 'Metrics interval', zh: '评估间隔' },
    meaning: {
      en: 'Steps between measurements of image quality (FID and others), each of the next checkpoint that is saved. The last checkpoint is measured too. Does not affect training. 0 = never.',
      zh: '每隔多少步评估一次图像（FID 等），使用此后的第一个检查点；结束时再评估最后一个。不影响训练。0 表示从不评估。',
    },
    zero: { en: 'Never', zh: '从不' },
    group: 'measuring',
    sameSteps: true,
    default: 5000,
    absent: 0,
    min: 0,
    max: 10_000_000,
    unit: { en: 'steps', one: 'step', zh: '步' },
    arrowStep: 1000,
  }),
}
