import { grouped } from '../../counted'
import type { featureNetsProblems as english } from '../feature-nets'

const restore = () => '请恢复该文件夹，或重新训练此网络；docs/feature-nets.md 说明了其中的文件。'

/** Problems with feature nets in Chinese. */
export const featureNetsProblems: typeof english = {
  featureNetUnreadable: {
    message: ({ why }) => `无法读取特征网络：${why}`,
    remedy: restore,
  },
  netFileMissing: {
    message: ({ file }) => `特征网络的文件 ${file} 缺失`,
    remedy: restore,
  },
  netFileSize: {
    message: ({ file, bytes, expected }) =>
      `特征网络的文件 ${file} 有 ${grouped(bytes)} 字节，而不是 ${grouped(expected)} 字节`,
    remedy: restore,
  },
  netFileChanged: {
    message: ({ file, sum, recorded }) =>
      `特征网络的文件 ${file} 已被改动：其 SHA-256 为 ${sum}，而不是 ${recorded}`,
    remedy: restore,
  },
  netForOtherImages: {
    message: ({ title, wanted, given }) => `特征网络“${title}”需要${wanted}，得到的却是${given}`,
    remedy: () => '请用适合这些图像的网络评估，或用适合任何尺寸的 random-conv。',
  },
  tooManyFeatures: {
    message: ({ most }) => `最后一层的输入（即特征）多于 ${grouped(most)} 个`,
    remedy: () => '请在最后一层之前加入更小的 linear 层。',
  },
}
