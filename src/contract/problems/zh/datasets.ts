import { grouped } from '../../counted'
import type { datasetsProblems as english } from '../datasets'
import type { LabelsOf } from '../add-labels'
import { formatNames } from './formats'

const fetchAgain = () => '请重新下载或复制该文件，或选择其他数据集。'
const makeIdx = () =>
  '图像须为无符号字节的 IDX 文件，3 维（数量、高、宽）或 4 维（数量、高、宽、通道）；标签为 1 维。'

const addLabels = (kind: LabelsOf): string =>
  kind === 'prepared'
    ? '或用类别文件夹或标签文件重新导入图像'
    : '或在图像旁放入 train-labels-idx1-ubyte'

/** IDX element types by their English names. */
const holdings: Record<string, string> = {
  'signed bytes': '有符号字节',
  '16-bit integers': '16 位整数',
  '32-bit integers': '32 位整数',
  '32-bit floats': '32 位浮点数',
  '64-bit floats': '64 位浮点数',
}

/** Problems of data sets in Chinese. */
export const datasetsProblems: typeof english = {
  datasetUnknown: {
    message: ({ name }) => `没有名为“${name}”的数据集或文件夹`,
    remedy: ({ known }) =>
      `已有的数据集：${known || '无'}。使用自己的图像时，请在“数据”页面添加，或运行 gan-studio data add 路径。`,
  },
  datasetNameTaken: {
    message: ({ path }) => `另一个数据集已使用此名称：${path}`,
    remedy: () => '请改用此数据集的路径，或将其重命名。',
  },
  datasetWithoutImages: {
    message: ({ split, seen, more }) =>
      `文件夹中没有 ${split}-images-idx3-ubyte 或 ${split}-images-idx3-ubyte.gz：` +
      (seen === ''
        ? '文件夹是空的'
        : `其中有 ${seen}${more === 0 ? '' : `，以及另外 ${grouped(more)} 项`}`),
    remedy: () => '请以该文件名放入图像，格式为无符号字节的 IDX 文件。',
  },
  severalDatasets: {
    message: ({ sets, more }) =>
      `文件夹中有不止一个数据集：${sets}${more === 0 ? '' : `，以及另外 ${grouped(more)} 个`}`,
    remedy: ({ flags }) => `请用 ${flags} 按图像文件指定其中一个。`,
  },
  picturesNotIdx: {
    message: ({ count, example }) =>
      `文件夹中有 ${grouped(count)} 张图片（例如 ${example}），训练前须先处理`,
    remedy: () => '请在“数据”页面或用 gan-studio data add 文件夹 将其添加为数据集，再用它训练。',
  },
  otherSplitOnly: {
    message: ({ split, name }) => `文件夹中有 ${name}，但没有 ${split}-images-idx3-ubyte`,
    remedy: () =>
      '请放入训练图像。若要用这些图像训练，请把它们复制到新文件夹，命名为 train-images-idx3-ubyte。',
  },
  archiveNotUnpacked: {
    message: ({ name }) => `文件夹中有压缩包，但没有数据集：${name}`,
    remedy: () =>
      '图片的 zip 文件可直接在“数据”页面或用 gan-studio data add 文件 添加；其他压缩包请先解压。',
  },
  webPageInstead: {
    message: () => '文件是网页，不是数据本身',
    remedy: () => '请使用直接下载链接重新下载。',
  },
  lfsPointerInstead: {
    message: () => '文件是 Git LFS 指针，不是数据本身',
    remedy: () => '请在其仓库中运行 git lfs pull。',
  },
  zipInstead: {
    message: () => '文件是 ZIP 压缩包，不是 IDX 或 gzip',
    remedy: () => '请解压后重试。',
  },
  dataOfOtherFormat: {
    message: ({ format }) => `文件是${formatNames[format]}，不是 IDX`,
    remedy: makeIdx,
  },
  labelsForImages: { message: () => '文件中是标签（1 维），而不是图像', remedy: fetchAgain },
  imagesForLabels: {
    message: ({ dimensions }) => `文件中是图像（${dimensions} 维），而不是标签`,
    remedy: fetchAgain,
  },
  wrongChannels: {
    message: ({ channels }) => `图像有 ${channels} 个通道，应为 1（灰度）或 3（RGB）`,
    remedy: () => '请以 1 或 3 个通道保存，通道放在最后一维。',
  },
  notSquare: {
    message: ({ width, height }) => `图像宽 ${width}、高 ${height} 像素，而训练需要正方形图像`,
    remedy: () => '请裁剪或填充为正方形；尺寸不限，会自动缩放。',
  },
  wrongLabelCount: {
    message: ({ labels, images }) => `标签有 ${grouped(labels)} 个，图像却有 ${grouped(images)} 张`,
    remedy: () => '请使用与这些图像对应的标签，或移走该文件：标签不是必需的。',
  },
  datasetChanged: {
    message: ({ name }) => `数据集 ${name} 在训练开始之后被更改`,
    remedy: ({ expected }) => `请恢复原来的 ${expected} 图像，或用现在的图像开始新的训练。`,
  },
  labelsMissing: {
    message: ({ name }) => `数据集 ${name} 没有标签，而类别条件网络需要标签`,
    remedy: ({ kind }) => `请选择带标签的数据集，${addLabels(kind)}，或把“类别条件”设为“无”。`,
  },
  oneClassOnly: {
    message: ({ name }) => `数据集 ${name} 的所有图像标签相同`,
    remedy: () => '请选择至少有两个类别的数据集，或把“类别条件”设为“无”。',
  },
  classesDoNotFit: {
    message: ({ name, has, classes }) =>
      `数据集 ${name} 有 ${grouped(has)} 个类别（标签为 0 到 ${grouped(has - 1)}），而不是 ${grouped(classes)} 个`,
    remedy: ({ has }) => `请把类别数设为 ${grouped(has)}。`,
  },
  ownNetworksWithoutLabels: {
    message: ({ name }) => `数据集 ${name} 没有标签，而结构文件中的网络需要标签`,
    remedy: ({ kind }) => `请选择带标签的数据集，${addLabels(kind)}，或使用不含 classes 的网络。`,
  },
  oneClassForOwnNetworks: {
    message: ({ name }) => `数据集 ${name} 的所有图像标签相同，而结构文件中的网络是类别条件网络`,
    remedy: () => '请选择至少有两个类别的数据集，或使用不含 classes 的网络。',
  },
  ownClassesDoNotFit: {
    message: ({ name, has, classes }) =>
      `数据集 ${name} 有 ${grouped(has)} 个类别（标签为 0 到 ${grouped(has - 1)}），而结构文件中的网络用于 ${grouped(classes)} 个类别`,
    remedy: ({ has }) => `请在结构文件的两个网络中把 classes 都设为 ${grouped(has)}。`,
  },
  batchTooLarge: {
    message: ({ batchSize, images }) =>
      `批大小 ${grouped(batchSize)} 超过了数据集的 ${grouped(images)} 张图像`,
    remedy: ({ images }) => `批大小最多为 ${grouped(images)}。`,
  },
  notIdx: {
    message: ({ begins }) => `不是 IDX 文件：开头是 ${begins}，IDX 文件应为两个零字节`,
    remedy: makeIdx,
  },
  idxOfOtherType: {
    message: ({ held }) => `IDX 文件的元素类型是 ${holdings[held] ?? held}，应为无符号字节（0x08）`,
    remedy: makeIdx,
  },
  idxCutShort: {
    message: ({ shape, bytes, missing }) =>
      `文件被截断：文件头声明 ${shape} = ${grouped(bytes)} 字节，缺少 ${grouped(missing)} 字节`,
    remedy: fetchAgain,
  },
  idxTrailingBytes: {
    message: ({ shape, bytes, more }) =>
      `文件过长：文件头声明 ${shape} = ${grouped(bytes)} 字节，之后还有至少 ${grouped(more)} 字节`,
    remedy: fetchAgain,
  },
  gzipCutShort: { message: () => 'gzip 文件被截断', remedy: fetchAgain },
  gzipCorrupt: { message: ({ why }) => `gzip 文件已损坏：${why}`, remedy: fetchAgain },
  idxOfUnknownType: {
    message: ({ type }) => `IDX 文件的元素类型 ${type} 未知，应为无符号字节（0x08）`,
    remedy: makeIdx,
  },
  idxOfOtherDimensions: {
    message: ({ dimensions }) => `IDX 文件有 ${dimensions} 维，应为 1、3 或 4 维`,
    remedy: makeIdx,
  },
  idxHeaderShort: {
    message: ({ length, needed }) =>
      `文件太短，容不下 IDX 文件头：只有 ${grouped(needed)} 字节中的 ${grouped(length)} 字节`,
    remedy: fetchAgain,
  },
  idxEmpty: {
    message: ({ shape }) => `IDX 文件是空的：文件头声明 ${shape}`,
    remedy: fetchAgain,
  },
  idxImplausibleSize: {
    message: ({ shape, most }) =>
      `IDX 文件头声明的大小 ${shape} 不合理：超过了 ${grouped(most)} 字节的上限`,
    remedy: () => '如果文件没有损坏，请拆分成更小的数据集。',
  },
  bundledDamaged: {
    message: ({ name, path, why }) => `${name} 的文件 ${path} 已损坏：${why}`,
    remedy: () => '请用 git checkout -- resources/datasets 恢复，或重新安装 GAN Studio。',
  },
  otherSha256: {
    message: ({ found, published }) => `其 SHA-256 为 ${found}，公布的值为 ${published}`,
  },
  dataFolderUnreadable: {
    message: ({ why }) => `无法读取文件夹：${why}`,
    remedy: () => '请确认有读取权限，并且磁盘已连接。',
  },
  dataFileMissing: { message: () => '没有这个文件', remedy: fetchAgain },
  dataFileUnreadable: {
    message: ({ why }) => `无法读取文件：${why}`,
    remedy: () => '请确认有读取权限，并且磁盘已连接。',
  },
  imageSizeNotWhole: { message: ({ size }) => `图像尺寸为 ${size}，必须是整数` },
  channelsUnknown: { message: ({ channels }) => `通道数为 ${channels}，必须是 1 或 3` },
}
