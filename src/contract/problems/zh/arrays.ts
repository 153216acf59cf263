import { grouped } from '../../counted'
import type { arraysProblems as english } from '../arrays'
import { npyProblems } from './npy'

const fetchAgain = () => '请重新下载或复制该文件。'

/** Problems of arrays in Chinese. */
export const arraysProblems: typeof english = {
  ...npyProblems,
  bytesEndEarly: {
    message: ({ expected, found }) =>
      `数据在 ${grouped(found)} 字节处结束，应至少有 ${grouped(expected)} 字节`,
    remedy: fetchAgain,
  },
  packedDataCorrupt: {
    message: ({ why }) => `压缩数据已损坏：${why}`,
    remedy: fetchAgain,
  },
  tooManyClasses: {
    message: ({ classes, most }) =>
      `标签有 ${grouped(classes)} 个不同的值，超过类别上限 ${grouped(most)}，因此不使用标签`,
  },
  testImagesWithoutLabels: {
    message: () => '训练图像有标签而测试图像没有，因此不使用测试图像',
  },
  severalSets: {
    message: ({ sets }) => `文件夹中有不止一个数据集：${sets}`,
    remedy: () => '请指定其中一个数据集的图像文件路径，或用选项“set”按名称选择。',
  },
  setNotThere: {
    message: ({ set, sets }) => `文件夹中没有数据集 ${set}，只有 ${sets}`,
    remedy: () => '请用选项“set”选择其中一个名称。',
  },
  emnistTurned: {
    message: () => 'EMNIST 的图像在存储时行列互换，读取时会转正',
    remedy: () => '如果图像本来就是正的，请关闭选项“transpose”。',
  },
  cifarForPython: {
    message: () => '这些是 CIFAR 的 Python 文件（pickle），读取时可能执行任意程序',
    remedy: () => '请改为下载二进制版本：cifar-10-binary.tar.gz 或 cifar-100-binary.tar.gz。',
  },
  cifarNotFound: {
    message: () => '此处没有 CIFAR 二进制版本的文件',
    remedy: () =>
      '请指定 data_batch_1.bin（CIFAR-10）或 train.bin（CIFAR-100）所在的文件夹，或压缩包 cifar-10-binary.tar.gz 或 cifar-100-binary.tar.gz。',
  },
  cifarWithoutTraining: {
    message: () => '此处只有 CIFAR 的测试图像',
    remedy: () => '请放入 data_batch_1.bin 至 data_batch_5.bin；CIFAR-100 则为 train.bin。',
  },
  cifarNotWhole: {
    message: ({ name, bytes, record }) =>
      `${name} 有 ${grouped(bytes)} 字节，不是每张图像 ${grouped(record)} 字节的整数倍`,
    remedy: fetchAgain,
  },
  cifarLabelUnknown: {
    message: ({ name, image, label, classes }) =>
      `${name} 中图像 ${grouped(image)} 的标签是 ${label}，但只有 ${grouped(classes)} 个类别`,
    remedy: fetchAgain,
  },
  tarDamaged: { message: () => '文件已损坏，或者不是 tar 文件', remedy: fetchAgain },
  gridWithoutCell: {
    message: ({ width, height }) => `这是一张 ${grouped(width)} x ${grouped(height)} 像素的图片`,
    remedy: () =>
      '如果图片由许多图像排列而成，请用选项“cell”指定一张图像的宽和高，以及图像之间的间距和四周的边距（如果有）。否则请选择包含图片的文件夹。',
  },
  gridCellTooLarge: {
    message: ({ cell, margin, picture }) =>
      `${cell} 像素的小图加上 ${margin} 像素的边距，超出了 ${picture} 像素的图片`,
    remedy: () => '请用选项“cell”指定其中一张图像的宽和高。',
  },
  gridLeftOver: {
    message: ({ columns, rows, width, height }) =>
      `图片有 ${grouped(columns)} 列、${grouped(rows)} 行，右侧剩余 ${grouped(width)} 像素，下方剩余 ${grouped(height)} 像素`,
    remedy: () => '如果不对，请修改小图的宽、高、间距或边距。',
  },
  gridUnreadable: { message: ({ why }) => `无法读取该图片：${why}`, remedy: fetchAgain },
  manifestUnreadable: {
    message: ({ why }) => `无法读取生成图像的清单：${why}`,
    remedy: () => '请重新生成图像，或删除 manifest.json 以读取此处的所有图片。',
  },
  imageFileUnreadable: { message: ({ why }) => `无法读取该文件：${why}` },
}
