import { grouped } from '../../counted'
import type { importsProblems as english } from '../imports'

/** Problems of imports in Chinese. */
export const importsProblems: typeof english = {
  importUnreadable: {
    message: ({ why }) => `无法继续导入：${why}`,
    remedy: () => '请取消导入，然后重新添加图像。',
  },
  sourceChanged: {
    message: () => '导入开始后，文件已发生变化',
    remedy: () => '请取消导入，然后重新添加图像。',
  },
  nothingSelected: {
    message: () => '按这些设置，没有剩下训练图像',
    remedy: () => '请选择更多类别，或提高数量上限。',
  },
  nothingUsable: {
    message: ({ refused, example, why }) =>
      refused === 0
        ? '此处没有图像'
        : `${grouped(refused)} 个文件都无法使用，例如 ${example}：${why}`,
    remedy: () => '请确认这些是受支持格式的图片。',
  },
  classesWithoutLabels: {
    message: () => '这些图像没有可供选择的类别',
    remedy: () => '请不要指定类别。',
  },
  classUnknown: {
    message: ({ name }) => `没有类别“${name}”`,
    remedy: ({ known }) => `类别有：${known}。`,
  },
  pixelsChanged: {
    message: () => '图像与存储时不同：指纹不一致',
    remedy: () => '请移除此数据集，然后重新添加图像。',
  },
  labelsChanged: {
    message: () => '标签与存储时不同：指纹不一致',
    remedy: () => '请移除此数据集，然后重新添加图像。',
  },
  importRunning: {
    message: ({ id }) => `导入 ${id} 正在进行`,
    remedy: () => '请等待其完成，或取消它。',
  },
  importUnknown: {
    message: ({ id }) => `没有导入 ${id}`,
    remedy: () => '它可能已完成：请查看数据集列表。',
  },
  notPrepared: {
    message: ({ name }) => `${name} 不是在此添加的数据集`,
    remedy: () => '只能重命名或移除在此添加的数据集。请自行移动或删除其文件所在的文件夹。',
  },
  restoreTaken: {
    message: ({ name }) => `已有名为 ${name} 的数据集`,
    remedy: () => '请先重命名或移除它。',
  },
  removedUnknown: {
    message: () => '此数据集已无法恢复',
    remedy: () => '请重新添加其图像。',
  },
  sourceReaderDied: {
    message: () => '读取这些图像时，读取进程意外终止',
    remedy: () => '可能有文件导致解码器崩溃，或内存不足。请先试其中一部分，找出该文件。',
  },
  importDied: {
    message: () => '读取图像的进程意外终止',
    remedy: () =>
      '请继续导入，它会从中断处接着进行。若再次发生，可能有文件导致解码器崩溃，或内存不足。',
  },
}
