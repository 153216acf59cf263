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
  uploadWithoutPictures: {
    message: ({ name }) => `该文件夹中没有图片（例如 ${name} 不是图片）`,
    remedy: () => '请选择图片文件夹，或单独上传 .zip、.npz 或 .npy 文件。',
  },
  uploadByPath: {
    message: ({ name }) => `IDX 和 CIFAR 文件（例如 ${name}）不能上传`,
    remedy: () => '请将它们复制到运行 GAN Studio 的机器上，并在上方输入其所在文件夹的路径。',
  },
  uploadSeveral: {
    message: () => '只有图片和文件夹可以一起上传',
    remedy: () => '请去掉此文件，或选择包含全部内容的文件夹，或单独上传此文件。',
  },
  severalFiles: {
    message: () => '不能一次添加多个文件或文件夹',
    remedy: ({ parent }) =>
      parent === ''
        ? '请将它们移到同一个文件夹中并添加该文件夹，或只选择其中一个。'
        : `请添加包含它们的文件夹 ${parent}，或只选择其中一个。如果其中还有其他类别，可在下方选择要保留的类别。`,
  },
}
