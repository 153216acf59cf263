import { grouped } from '../../counted'
import type { exportsProblems as english } from '../exports'

/** Problems with files that are created for the user, in Chinese. */
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
  folderInUse: {
    message: () => '文件夹不是空的，其中的文件不会被覆盖',
    remedy: () => '请选择新的或空的文件夹。',
  },
  gridTooLarge: {
    message: ({ count, size, channels }) =>
      `${grouped(count)} 张 ${size} x ${size} x ${channels} 的图像拼成的网格太大，无法存为一个 PNG`,
    remedy: ({ most }) =>
      `请最多生成 ${grouped(most)} 张，或将每张图像存为一个 PNG（--out 文件夹）。`,
  },
  outputNotPng: {
    message: ({ extension }) => `图像保存为 PNG，而文件名以 ${extension} 结尾`,
    remedy: ({ instead }) => `请命名为 ${instead}；可再用其他程序转换。`,
  },
  outputIsFolder: {
    message: () => '这是文件夹，不是文件',
    remedy: () => '请加上文件名，例如 images.png。',
  },
  outputNotAFile: {
    message: () => '这不是普通文件，不会被覆盖',
    remedy: () => '请选择其他名称。',
  },
  outputFolderMissing: {
    message: ({ folder }) => `没有文件夹 ${folder}`,
    remedy: () => '请先创建该文件夹，或检查路径。',
  },
  outputIsFile: {
    message: ({ file }) => `${file} 是文件，不是文件夹`,
    remedy: () => '请选择其他文件夹。',
  },
  folderNotWritable: {
    message: ({ why }) => `无法写入文件夹：${why}`,
    remedy: () => '请选择有写入权限的文件夹。',
  },
}
