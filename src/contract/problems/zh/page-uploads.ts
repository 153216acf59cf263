import { grouped } from '../../counted'
import type { pageUploadsProblems as english } from '../page-uploads'

/** Problems of uploads from a page in Chinese. */
export const pageUploadsProblems: typeof english = {
  uploadUnreadable: {
    message: () => '无法再读取该文件',
    remedy: () => '它可能已被移动或修改，请重新选择。',
  },
  uploadRefused: {
    message: ({ why }) => `GAN Studio 没有接受该文件：${why}`,
    remedy: () => '请重试，或输入该文件在运行 GAN Studio 的机器上的路径。',
  },
  uploadUnreachable: {
    message: () => '无法连接到 GAN Studio',
    remedy: () => '请检查它是否在运行，然后重试。',
  },
  uploadStuck: {
    message: () => '上传没有进展',
    remedy: () => '请重试，或输入该文件在运行 GAN Studio 的机器上的路径。',
  },
  uploadFolderEmpty: {
    message: () => '该文件夹中没有文件',
    remedy: () => '隐藏文件不会上传。请选择其他文件夹。',
  },
  uploadFolderTooMany: {
    message: ({ most }) => `该文件夹中的文件超过一次上传的上限（${grouped(most)} 个）`,
    remedy: () => '请打包为 zip 文件后再上传，或输入该文件夹在运行 GAN Studio 的机器上的路径。',
  },
  uploadFolderUnreadable: {
    message: () => '浏览器无法读取文件夹的这一部分',
    remedy: () => '请检查是否有权读取，或打包为 zip 文件后再上传。',
  },
  uploadOtherType: {
    message: () => '只能上传图片、图片文件夹，以及 .zip、.npz 和 .npy 文件',
    remedy: () => '其他文件请输入它们在运行 GAN Studio 的机器上的路径。',
  },
  uploadSeveral: {
    message: () => '只有图片可以一次上传多个',
    remedy: () => '请选择包含这些文件的文件夹，或只选择一个文件。',
  },
  severalFiles: {
    message: () => '不能一次添加多个文件',
    remedy: () => '请选择包含它们的文件夹，或只选择一个文件。',
  },
}
