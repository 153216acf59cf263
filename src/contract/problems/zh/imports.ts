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
}
