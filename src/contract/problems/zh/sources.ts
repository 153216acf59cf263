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
  noteUnusableSample: {
    message: ({ count, sampled, first, why }) =>
      `抽查的 ${grouped(sampled)} 张图片中有 ${grouped(count)} 张无法使用，第一个是 ${first}：${why}`,
  },
}
