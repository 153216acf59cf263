import type { exportsProblems as english } from '../exports'

/** Problems with files that the page creates and saves, in Chinese. */
export const exportsProblems: typeof english = {
  noWebm: { message: () => '此浏览器无法录制 WebM', remedy: () => '请改为导出 GIF。' },
  nothingToRecord: { message: () => '没有可录制的内容' },
  recordingFailed: { message: () => '浏览器中止了录制' },
  encoderDidNotLoad: { message: () => '编码器未能加载' },
  encoderFailed: { message: ({ why }) => `编码器出错：${why}` },
  encoderGaveNothing: { message: () => '编码器没有返回文件' },
  noCanvas: { message: () => '此浏览器没有提供可绘制的画布' },
  imageNotEncoded: { message: () => '无法编码图像' },
  imageNotLoaded: { message: ({ why }) => `无法加载图像：${why}` },
}
