import { exactly, grouped } from '../../counted'
import { labelsProblems } from './picture-labels'
import { zipFaults } from './zip-faults'
import type { picturesProblems as english } from '../pictures'

const readable = 'PNG、JPEG、WebP、GIF 或 BMP'
const convert = () => `请转换为 ${readable}。`
const copyAgain = () => '请重新复制或下载。'
const unchanged = () => '导入期间请勿更改此文件夹。'
const replace = () => `请换成图片（${readable}），或将其删除。`
const checkAccess = () => '请确认有读取权限，并且磁盘已连接。'
const zipAgain = () => 'zip 文件已损坏。请重新复制或创建。'
const kinds = { pipe: '命名管道', socket: '套接字', device: '设备' }

/** Problems of pictures in Chinese. */
export const picturesProblems: typeof english = {
  pictureEmpty: { message: () => '文件是空的', remedy: copyAgain },
  pictureWebPage: {
    message: () => '文件是网页，不是图片',
    remedy: () => '请使用直接下载链接重新下载图片。',
  },
  pictureSvg: {
    message: () => '文件是 SVG 图形，本身没有像素',
    remedy: () => '请按所需尺寸导出为 PNG。',
  },
  pictureOfOtherFormat: {
    message: ({ format }) => `图片格式为 ${format}，不受支持`,
    remedy: convert,
  },
  pictureOtherFile: { message: ({ format }) => `文件不是图片，而是 ${format}`, remedy: replace },
  pictureText: { message: () => '文件是文本，不是图片', remedy: replace },
  pictureUnknown: {
    message: () => '文件不是已知格式的图片',
    remedy: () => `请确认其他程序能打开它，并转换为 ${readable}。`,
  },
  pictureTooLarge: {
    message: ({ width, height, most }) =>
      `图片有 ${width} x ${height} 像素，总共最多读取 ${grouped(most)} 像素`,
    remedy: () => '请缩小图片，或将其裁成几张。',
  },
  pictureTooLong: {
    message: ({ width, height, most }) =>
      `图片有 ${width} x ${height} 像素，每边最多读取 ${grouped(most)} 像素`,
    remedy: () => '请缩小图片，或将其裁成几张。',
  },
  pictureWithoutPixels: {
    message: ({ width, height }) => `图片没有像素：尺寸为 ${width} x ${height}`,
    remedy: copyAgain,
  },
  pictureCutShort: { message: () => '图片被截断', remedy: copyAgain },
  pictureDamaged: {
    message: () => '图片已损坏，无法解码',
    remedy: () => '请确认其他程序能打开它，或重新复制。',
  },
  picturesUndecodable: {
    message: ({ why }) => `此系统无法解码图片：${why}`,
    remedy: () =>
      '请在 GAN Studio 的文件夹中运行 npm install，为此系统安装 @napi-rs/canvas。' +
      'IDX 文件和 NumPy 数组的数据集不需要它。',
  },
  pictureFileTooLarge: {
    message: ({ bytes, most }) =>
      `文件有 ${grouped(bytes)} 字节；最多读取 ${grouped(most)} 字节的图片`,
    remedy: () => '请压缩保存图片，或将其缩小。',
  },
  pictureGone: { message: () => '列出文件夹之后，此文件消失了', remedy: unchanged },
  pictureChanged: { message: () => '列出文件夹之后，此文件有改动', remedy: unchanged },
  pictureFileUnreadable: {
    message: ({ why }) => `无法读取文件：${why}`,
    remedy: checkAccess,
  },
  pictureNotAFile: {
    message: ({ kind }) => `这是${kinds[kind]}，不是文件`,
    remedy: () => '请将其从文件夹中删除。',
  },
  pictureLinkLeadsOutside: {
    message: () => '这是指向文件夹之外的符号链接，不会读取',
    remedy: () => '请把文件本身复制到文件夹中。',
  },
  pictureLinkBroken: {
    message: () => '这是没有目标或形成循环的符号链接',
    remedy: () => '请删除该链接，或把文件本身复制到文件夹中。',
  },
  pictureLinkToFolder: {
    message: () => '这是指向文件夹的符号链接，不会读取',
    remedy: () => '请复制文件夹本身。',
  },
  pictureNameNotText: {
    message: () => '文件名不是有效的 UTF-8 文本，因此无法打开',
    remedy: () => '请重命名文件。',
  },
  pictureWithoutLabel: {
    message: () => '标签文件中没有它的标签',
    remedy: () => '请添加它的标签；若不需要类别，请删除标签文件。',
  },
  pictureOutsideClasses: {
    message: () => '它不像其他图片那样在类别文件夹中',
    remedy: () => '请将它移到所属类别的文件夹中。',
  },
  folderUnreadable: {
    message: ({ why }) => `无法读取文件夹：${why}`,
    remedy: checkAccess,
  },
  arraysInZip: {
    message: ({ name }) => `该 zip 文件中没有图片，只有 ${name} 这样需要从文件夹读取的文件`,
    remedy: () => '请在运行 GAN Studio 的机器上解压，并给出该文件夹的路径。',
  },
  folderWithoutPictures: {
    message: () => `此处没有图片（${readable}）`,
    remedy: () => '请选择包含图片的文件夹或 zip 文件。',
  },
  foldersTooDeep: {
    message: ({ most }) => `前 ${grouped(most)} 层文件夹中没有图片，不再查找更深的文件夹`,
    remedy: () => '请选择更下层的文件夹。',
  },
  noPicturesSoon: {
    message: ({ count }) =>
      count === 0
        ? '目前尚未找到文件，而继续查找需要太长时间'
        : `最先找到的 ${grouped(count)} 个文件中没有图片，而继续查看需要太长时间`,
    remedy: () => '请选择更下层、直接含有图片的文件夹。',
  },
  folderTooManyFiles: {
    message: ({ most }) => `此处的文件超过 ${grouped(most)} 个`,
    remedy: () => '请按文件夹分批导入。',
  },
  zipNotAZip: {
    message: () => '文件不是 zip 文件',
    remedy: () => '请选择包含图片的 zip 文件或文件夹。',
  },
  zipDamaged: {
    message: ({ why }) => `zip 文件已损坏或缺少内容：${why}`,
    remedy: () => '请重新复制、下载或创建。',
  },
  zipTooManyEntries: {
    message: ({ count, most }) =>
      `zip 文件有 ${exactly(count, '超过')} 个条目，最多读取 ${grouped(most)} 个`,
    remedy: () => '请拆分为几个 zip 文件。',
  },
  zipOverlapping: {
    message: () => '该 zip 文件是压缩炸弹：其中的条目共用同一份数据',
    remedy: () => '请用图片文件夹重新创建 zip 文件。',
  },
  zipChanged: {
    message: () => '读取期间 zip 文件有改动',
    remedy: () => '导入期间请勿更改它，然后重试。',
  },
  zipUnsafeName: {
    message: () => '它在 zip 文件中的名称指向文件夹之外',
    remedy: () => '请用图片文件夹重新创建 zip 文件。',
  },
  zipLink: {
    message: () => '它是 zip 文件中的符号链接，不是图片',
    remedy: () => '请用链接所指向的文件重新创建 zip 文件。',
  },
  zipEncrypted: {
    message: () => '它受密码保护',
    remedy: () => '请重新创建不带密码的 zip 文件。',
  },
  zipOtherCompression: {
    message: ({ method }) => `它的压缩方法（编号 ${method}）不受支持`,
    remedy: () => '请用普通压缩（deflate）重新创建 zip 文件。',
  },
  zipSameName: {
    message: () => 'zip 文件中前面已有同名条目',
    remedy: () => '请重新创建 zip 文件，每个名称只用一次。',
  },
  zipWrongSize: { message: () => '它的大小与 zip 文件的记录不符', remedy: zipAgain },
  zipEntryDamaged: { message: () => '它在 zip 文件中的数据已损坏', remedy: zipAgain },
  ...zipFaults,
  ...labelsProblems,
}
