import { grouped } from '../../counted'
import type { sourcesProblems as english } from '../sources'

const others = () =>
  '请选择图片（PNG、JPEG、WebP、GIF、BMP）文件夹或 zip 文件、IDX 或 CIFAR 文件夹，或 npz、npy 文件。'

/** Problems of sources in Chinese. */
export const sourcesProblems: typeof english = {
  sourceMissing: {
    message: () => '没有此文件或文件夹',
    remedy: () => '请检查路径。',
  },
  sourceUnknown: {
    message: () => '未在此处找到图像',
    remedy: others,
  },
  sourceSpecial: {
    message: ({ name }) => `此处的文件由系统在读取时生成（${name}），不是图片`,
    remedy: others,
  },
  sourceSlow: {
    message: ({ seconds }) => `读取来源超过 ${grouped(seconds)} 秒，已停止`,
    remedy: () => '请确认磁盘已连接且不忙，然后重试；也可以先把文件复制到更快的磁盘。',
  },
  sourceCancelled: { message: () => '已取消读取来源' },
  sourceWebAddress: {
    message: () => '这是网址，不是文件或文件夹',
    remedy: () => '请先下载文件，再填写其路径。',
  },
  sourceAddressUnreadable: {
    message: () => '这个 file:// 地址不是运行 GAN Studio 的机器上的路径',
    remedy: () => '请改为填写文件或文件夹的路径。',
  },
  noteKnownSet: {
    message: ({ title }) => `这些是 ${title} 的文件，因此使用其类别名称`,
  },
  noteClassesWithoutTraining: {
    message: ({ count, names }) => `有 ${grouped(count)} 个类别没有训练图像：${names}`,
    remedy: () => '网络无法学习没有训练图像的类别。请添加它们的训练图像，或只保留其他类别。',
  },
  noteStoredAlready: {
    message: ({ title }) => `数据集 ${title} 中已有这些图像`,
  },
  noteUnusableSample: {
    message: ({ count, sampled, first, why }) =>
      sampled === 1
        ? `图片 ${first} 无法使用：${why}`
        : `抽查的 ${grouped(sampled)} 张图片中有 ${grouped(count)} 张无法使用，第一张是 ${first}：${why}`,
  },
}
