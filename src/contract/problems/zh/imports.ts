import { grouped } from '../../counted'
import type { importsProblems as english } from '../imports'

const addAgain = () => '请从备份恢复该文件夹，或重新添加这些图像。'

/** Problems of imports in Chinese. */
export const importsProblems: typeof english = {
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
    message: ({ file }) => `数据集的文件不在其文件夹中：${JSON.stringify(file)}`,
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
    message: ({ name }) => `数据集 ${name} 的图像与存储时不同：指纹不一致`,
    remedy: addAgain,
  },
  datasetWithoutTraining: {
    message: ({ name }) => `数据集 ${name} 没有可用于训练的图像`,
    remedy: () => '请选择其他数据集，或重新添加图像。',
  },
  datasetWithoutHoldOut: {
    message: ({ name }) => `数据集 ${name} 没有留出不参与训练的图像`,
    remedy: () => '请重新添加其图像，并留出一部分不参与训练。',
  },
  datasetNameAmbiguous: {
    message: ({ name, folders }) => `有多个数据集名为“${name}”：${folders}`,
    remedy: () => '请使用其中一个文件夹的名称。',
  },
  datasetLostInTraining: {
    message: ({ file, why }) => `无法继续读取图像：${file} 被更改或磁盘出错（${why}）`,
    remedy: () => '最后一个检查点是完整的。请恢复数据集，然后从该检查点恢复训练。',
  },
  datasetImageTooLarge: {
    message: ({ size }) => `数据集的单张图像（${size} x ${size} 像素）过大，无法读取`,
    remedy: () => '请以更小的尺寸重新添加图像。',
  },
}
