import { grouped } from '../../counted'
import type { knownProblems as english } from '../known'

/** Problems of known data sets in Chinese. */
export const knownProblems: typeof english = {
  knownSetUnknown: {
    message: ({ name }) => `没有名为“${name}”的公开数据集`,
    remedy: ({ known }) => `公开数据集有：${known}。`,
  },
  downloadFailed: {
    message: ({ name, why }) => `无法下载 ${name}：${why}`,
    remedy: () =>
      '请稍后重试；或在另一台机器上下载这些文件，然后在此添加：在 GAN Studio 中点击“使用已下载的文件…”，或在命令行中使用 --from。',
  },
  downloadOffline: {
    message: () => '所有服务器均无法连接',
  },
  downloadNowhere: {
    message: () => '有响应的服务器均已不再提供此文件',
  },
  downloadOther: {
    message: () => '服务器发来的不是官方发布的文件',
  },
  downloadUnserved: {
    message: () => '所有服务器均无法提供此文件',
  },
  downloadDiskTooSmall: {
    message: ({ required, available }) =>
      `这些文件需要 ${required} 磁盘空间，只有 ${available} 可用`,
    remedy: () => '请在该处腾出空间，然后重试。',
  },
  mirrorRefuses: {
    message: ({ status }) => `服务器返回 ${status}`,
  },
  mirrorUnreachable: {
    message: ({ why }) => `无法连接：${why}`,
  },
  mirrorSilent: {
    message: ({ seconds }) => `${grouped(seconds)} 秒内没有响应`,
  },
  mirrorStalled: {
    message: ({ seconds }) => `${grouped(seconds)} 秒没有收到数据`,
  },
  mirrorWebPage: {
    message: () => '服务器发来的是网页，而不是文件',
  },
  mirrorOtherSize: {
    message: ({ bytes, expected }) =>
      `那里的文件有 ${grouped(bytes)} 字节，而不是 ${grouped(expected)} 字节`,
  },
  mirrorTooLong: {
    message: ({ most }) => `服务器发来的数据超过文件的 ${grouped(most)} 字节`,
  },
  mirrorCutShort: {
    message: ({ done, bytes }) => `连接在 ${grouped(done)} 字节处中断，共 ${grouped(bytes)} 字节`,
  },
  mirrorOtherRange: {
    message: () => '服务器没有从请求的位置继续',
  },
  otherChecksum: {
    message: ({ sum, wanted }) => `不是发布的文件：MD5 为 ${sum}，而不是 ${wanted}`,
  },
  knownFileOther: {
    message: ({ why }) => `无法使用此文件：${why}`,
    remedy: () => '文件可能已损坏，或是其他版本。请重新下载。',
  },
  knownFilesOfOther: {
    message: ({ title, actual }) => `这些是 ${actual} 的文件，不是 ${title} 的文件`,
    remedy: ({ title }) => `请选择包含 ${title} 文件的文件夹。`,
  },
  knownFileMissing: {
    message: ({ name }) => `此处没有 ${name}`,
    remedy: ({ names }) => `请指定包含以下文件的文件夹：${names}。`,
  },
  archiveDamaged: {
    message: ({ why }) => `无法解压此压缩包：${why}`,
    remedy: () => '请删除它，然后重新下载。',
  },
  archiveLacks: {
    message: ({ name }) => `压缩包中没有 ${name}`,
    remedy: () => '请删除它，然后重新下载。',
  },
  downloadsInUse: {
    message: ({ title }) => `添加 ${title} 还需要这些文件`,
    remedy: () => '请等待添加完成，或取消其下载或导入。',
  },
  classNamesWithoutLabels: {
    message: () => '这些图像没有可以命名的类别',
    remedy: () => '请不要指定类别名称。',
  },
  classNamesOfOtherCount: {
    message: ({ found, classes }) => `有 ${grouped(found)} 个名称，但有 ${grouped(classes)} 个类别`,
    remedy: () => '请为每个类别指定一个名称。',
  },
  classNameTwice: {
    message: ({ name }) => `有两个类别都叫“${name}”`,
    remedy: () => '请为每个类别指定不同的名称。',
  },
  uploadUnknown: {
    message: () => '没有此上传，或已被移除',
    remedy: () => '请重新上传文件。',
  },
  uploadEmpty: {
    message: () => '文件是空的',
    remedy: () => '请选择其他文件。',
  },
  uploadTooLarge: {
    message: ({ size, limit }) => `文件大小为 ${size}，最多可上传 ${limit}`,
    remedy: () => '请将文件复制到运行 GAN Studio 的机器上，然后填写它在那里的路径。',
  },
  uploadNoSpace: {
    message: ({ size, available }) =>
      `文件大小为 ${size}，运行 GAN Studio 的机器的磁盘只有 ${available} 可用`,
    remedy: () => '请在该处腾出空间，然后重试。',
  },
  uploadsTooMany: {
    message: ({ most }) => `上传数量已达到上限 ${grouped(most)}`,
    remedy: () => '请取消其中一些，或在文件夹中删除较早的上传。',
  },
  uploadAtOtherPlace: {
    message: ({ asked, has }) =>
      `此上传已有 ${grouped(has)} 字节，而这一部分从第 ${grouped(asked)} 字节之后开始`,
    remedy: () => '请从已收到的字节之后继续。',
  },
  uploadBusy: {
    message: () => '此上传的另一部分正在传输',
    remedy: () => '请逐个发送各部分。',
  },
  uploadInUse: {
    message: () => '此上传属于一个尚未完成的导入',
    remedy: () => '请等待导入完成，或取消导入。',
  },
  uploadPieceTooLong: {
    message: ({ most }) => `一个部分超过 ${grouped(most)} 字节`,
    remedy: () => '请发送更小的部分。',
  },
  uploadBeyondEnd: {
    message: ({ bytes }) => `这一部分超出了文件的 ${grouped(bytes)} 字节`,
    remedy: () => '文件可能已发生变化，请重新上传。',
  },
  uploadInvalid: {
    message: ({ why }) => `请求无效：${why}`,
    remedy: () => '请重新载入页面，然后重试。',
  },
}
