import { grouped } from '../../counted'
import { shellWord } from '../../shell-word'
import type { importsProblems as english } from '../imports'

const addAgain = () => '请从备份恢复该文件夹，或重新添加这些图像。'

/** Problems of imports in Chinese. */
export const importsProblems: typeof english = {
  importUnreadable: {
    message: ({ why }) => `无法继续导入：${why}`,
    remedy: () => '请放弃此导入，然后重新添加图像。',
  },
  importFileShort: {
    message: ({ file, bytes, expected }) =>
      `无法继续导入：文件 ${file} 过短，只有 ${grouped(bytes)} 字节，应至少有 ${grouped(expected)} 字节`,
    remedy: () => '请放弃此导入，然后重新添加图像。',
  },
  sourceChanged: {
    message: () => '导入开始后，文件已发生变化',
    remedy: () => '请放弃此导入，然后重新添加图像。',
  },
  nothingSelected: {
    message: () => '按这些设置，没有可用于训练的图像',
    remedy: () => '请选择更多类别，或提高数量上限。',
  },
  nothingUsable: {
    message: ({ refused, example, why }) =>
      refused === 0
        ? '此处没有图像'
        : refused === 1
          ? `唯一的文件 ${example} 无法使用：${why}`
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
    message: () => '图像在存储之后发生了变化：指纹不一致',
    remedy: () => '请移除此数据集，然后重新添加图像。',
  },
  labelsChanged: {
    message: () => '标签在存储之后发生了变化：指纹不一致',
    remedy: () => '请移除此数据集，然后重新添加图像。',
  },
  importRunning: {
    message: ({ id }) => `导入 ${id} 正在进行`,
    remedy: () => '请等待其完成，或在启动它的地方取消。',
  },
  importUnknown: {
    message: ({ id }) => `没有名为 ${id} 的导入`,
    remedy: () => '它可能已完成：请查看数据集列表。',
  },
  datasetBuiltIn: {
    message: ({ name }) => `数据集 ${name} 是内置的`,
    remedy: () => '只有导入的数据集可以检查、重命名或移除。',
  },
  notPrepared: {
    message: ({ name }) => `数据集 ${name} 不是导入的`,
    remedy: () =>
      '只有导入的数据集可以检查、重命名或移除。请自行重命名、移动或删除其文件所在的文件夹。',
  },
  restoreTaken: {
    message: ({ name }) => `已有名为 ${name} 的数据集`,
    remedy: () => '请先移除该数据集。',
  },
  removedUnknown: {
    message: () => '此已移除的数据集已不存在',
    remedy: () => '请重新添加其图像。',
  },
  sourceReaderDied: {
    message: () => '读取图像的进程意外终止',
    remedy: () => '可能有文件导致解码器崩溃，或内存不足。请先用其中一部分文件重试，找出该文件。',
  },
  importDied: {
    message: () => '导入进程意外终止',
    remedy: () =>
      '请继续导入，它会从中断处接着进行。若再次发生，可能有文件导致解码器崩溃，或内存不足。',
  },
  datasetUnreadable: {
    message: ({ why }) => `无法读取数据集：${why}`,
    remedy: addAgain,
  },
  datasetFileMissing: {
    message: ({ file }) => `数据集的文件 ${file} 缺失`,
    remedy: addAgain,
  },
  datasetFileSize: {
    message: ({ file, bytes, expected }) =>
      `数据集的文件 ${file} 有 ${grouped(bytes)} 字节，应为 ${grouped(expected)} 字节`,
    remedy: addAgain,
  },
  datasetFileOutside: {
    message: ({ file }) => `数据集引用了其文件夹之外的文件：${JSON.stringify(file)}`,
    remedy: addAgain,
  },
  datasetFileUnreadable: {
    message: ({ file, why }) => `无法读取数据集的文件 ${file}：${why}`,
    remedy: () => '请检查是否有读取权限，以及磁盘是否已连接。',
  },
  datasetCountsDiffer: {
    message: ({ images, found }) =>
      `数据集应有 ${grouped(images)} 张图像，但其文件对应 ${grouped(found)} 张`,
    remedy: addAgain,
  },
  datasetLabelUnknown: {
    message: ({ label, classes }) =>
      `有图像的标签为 ${label}，但数据集只有 ${grouped(classes)} 个类别`,
    remedy: addAgain,
  },
  datasetDamaged: {
    message: ({ name }) => `数据集 ${name} 的图像在存储之后发生了变化：指纹不一致`,
    remedy: addAgain,
  },
  datasetLabelsDamaged: {
    message: ({ name }) => `数据集 ${name} 的标签在存储之后发生了变化：指纹不一致`,
    remedy: addAgain,
  },
  datasetWithoutTraining: {
    message: ({ name }) => `数据集 ${name} 没有可用于训练的图像`,
    remedy: () => '请选择其他数据集，或重新添加图像。',
  },
  datasetWithoutHoldOut: {
    message: ({ name }) => `数据集 ${name} 没有留出的图像`,
    remedy: () => '请重新添加其图像，并留出一部分。',
  },
  datasetNameAmbiguous: {
    message: ({ name, folders }) => `有多个数据集名为“${name}”，其文件夹为 ${folders}`,
    remedy: () => '请改用文件夹的名称。',
  },
  datasetLostInTraining: {
    message: ({ file, why }) => `无法继续读取图像：${file} 被更改或磁盘出错（${why}）`,
    remedy: () => '最后一个检查点是完整的。请恢复数据集，然后从该检查点恢复训练。',
  },
  datasetImageTooLarge: {
    message: ({ size }) => `数据集的单张图像（${size} x ${size} 像素）过大，无法读取`,
    remedy: () => '请以更小的尺寸重新添加图像。',
  },
  titleEmpty: {
    message: () => '标题没有可见的字符',
    remedy: () => '请输入含有文字或数字的标题。',
  },
  titleTooLong: {
    message: ({ count, most }) => `标题有 ${grouped(count)} 个字符，超过上限 ${grouped(most)}`,
    remedy: () => '请缩短标题。',
  },
  titleLineBreak: {
    message: () => '标题中有换行符或其他控制字符',
    remedy: () => '请输入不含这些字符的单行标题。',
  },
  datasetRemoved: {
    message: ({ name }) => `数据集“${name}”已被移除`,
    remedy: ({ name }) => `请在“数据”页面或用 gan-studio data restore ${shellWord(name)} 恢复它。`,
  },
}
