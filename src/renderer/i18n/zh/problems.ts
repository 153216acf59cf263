import type { Problems } from '../../../contract/problems'

const provision = () => '请运行：node scripts/provision-engine.mjs --force，它会说明本机缺少什么。'
const fetchAgain = () => '请从来源处重新下载或复制该文件，或选择其他数据集。'
const makeIdx = () =>
  '图像须为无符号字节的 IDX 文件，3 维（数量、高、宽）或 4 维（数量、高、宽、通道）；标签为 1 维。'
const lower = () => '最近的检查点完好。请用更低的学习率或其他种子开始新的训练。'
const intact = () => '已保存的内容完好；恢复训练即可从最近的检查点继续。'
const freeSpace = () => '请腾出空间后重试；此前保存的内容完好。'
const checkPath = () => '请检查路径。'

/** The problems of the contract in Chinese. */
export const problems: Problems = {
  engineNotInstalled: { message: ({ name }) => `未安装软件包 ${name}`, remedy: provision },
  engineNotBuilt: {
    message: ({ name }) => `${name} 的本机插件未编译或无法加载`,
    remedy: provision,
  },
  engineDoesNotLoad: {
    message: ({ name, why }) => `${name} 的本机插件无法加载：${why}`,
    remedy: provision,
  },
  engineDoesNotStart: { message: ({ name, why }) => `计算引擎 ${name} 无法启动：${why}` },
  engineOfOtherVersion: {
    message: ({ name }) => `${name} 的版本与本工作室不符`,
    remedy: () => '请用 npm ci 安装 package-lock.json 中的确切版本。',
  },
  wasmDidNotStart: {
    message: () => 'WebAssembly 引擎未能启动',
    remedy: () => '它需要 WebAssembly 支持和少量空闲内存；也可改用 cpu 引擎。',
  },
  noImagesMade: {
    message: ({ why }) => `未能生成图像：${why}`,
    remedy: () => '请重试；如果是内存不足，请减少图像数量。',
  },

  datasetUnknown: {
    message: ({ name }) => `没有名为“${name}”的数据集或文件夹`,
    remedy: ({ known }) =>
      `已有的数据集：${known || '无'}。使用自己的数据时，请给出 IDX 文件所在文件夹的路径。`,
  },
  datasetNameTaken: { message: ({ path }) => `此名称已指代 ${path}；请改用路径，或重命名。` },
  datasetWithoutImages: {
    message: ({ split }) =>
      `文件夹中没有 ${split}-images-idx3-ubyte 或 ${split}-images-idx3-ubyte.gz`,
    remedy: () => '请以该文件名放入图像，格式为无符号字节的 IDX 文件。',
  },
  labelsForImages: { message: () => '应为图像的文件里是标签（1 维）', remedy: fetchAgain },
  imagesForLabels: {
    message: ({ dimensions }) => `应为标签的文件里是图像（${dimensions} 维）`,
    remedy: fetchAgain,
  },
  wrongChannels: {
    message: ({ channels }) => `图像有 ${channels} 个通道，应为 1（灰度）或 3（RGB）`,
    remedy: () => '请以 1 或 3 个通道保存，通道放在最后一维。',
  },
  notSquare: {
    message: ({ width, height }) => `图像宽 ${width}、高 ${height} 像素，而训练需要正方形图像`,
    remedy: () => '请裁剪或填充为正方形；大小不限，会自动缩放。',
  },
  wrongLabelCount: {
    message: ({ labels, images }) => `有 ${labels} 个标签，却有 ${images} 张图像`,
    remedy: () => '请放入与这些图像对应的标签，或移走该文件：标签可有可无。',
  },
  datasetChanged: {
    message: ({ name }) => `数据集 ${name} 与本次训练开始时的不同`,
    remedy: ({ expected }) => `请放回 ${expected} 原来的图像，或用现在的图像开始新的训练。`,
  },
  batchTooLarge: {
    message: ({ batchSize, images }) => `批大小 ${batchSize} 超过了数据集的 ${images} 张图像`,
    remedy: ({ images }) => `批大小最多为 ${images}。`,
  },
  notIdx: {
    message: ({ begins }) => `不是 IDX 文件：开头是 ${begins}，IDX 文件应为两个零字节`,
    remedy: makeIdx,
  },
  idxOfOtherType: {
    message: ({ held }) => `IDX 文件的元素类型是 ${held}，应为无符号字节（0x08）`,
    remedy: makeIdx,
  },
  idxCutShort: {
    message: ({ shape, bytes, missing }) =>
      `文件不完整：文件头声明 ${shape} = ${bytes} 字节，缺少 ${missing} 字节`,
    remedy: fetchAgain,
  },
  idxGoesOn: {
    message: ({ shape, bytes, more }) =>
      `文件过长：文件头声明 ${shape} = ${bytes} 字节，之后还有至少 ${more} 字节`,
    remedy: fetchAgain,
  },
  gzipCutShort: { message: () => 'gzip 文件不完整：缺少结尾', remedy: fetchAgain },
  gzipCorrupt: { message: ({ why }) => `gzip 文件已损坏：${why}`, remedy: fetchAgain },

  lossesDiverged: {
    message: ({ step, lossD, lossG }) => `训练发散：第 ${step} 步的损失为 D ${lossD}、G ${lossG}`,
    remedy: lower,
  },
  weightsDiverged: {
    message: ({ step, name }) => `训练发散：第 ${step} 步之后 ${name} 不再是有限值`,
    remedy: lower,
  },
  trainerKilled: {
    message: () => '训练进程被终止：可能是人为操作，也可能是内存不足',
    remedy: intact,
  },
  trainerCrashed: { message: ({ signal }) => `训练进程崩溃（${signal}）`, remedy: intact },
  trainerEnded: { message: ({ code }) => `训练进程自行退出（退出码 ${code}）`, remedy: intact },
  trainerHung: {
    message: ({ seconds }) => `要求停止后，训练进程 ${seconds} 秒没有响应，已被终止`,
    remedy: intact,
  },
  hostEnded: { message: () => '负责训练的工作室先于训练退出', remedy: intact },
  checkpointPassedOver: { message: ({ step, why }) => `跳过了检查点 ${step}：${why}` },

  newerVersion: {
    message: ({ what, from, upTo }) =>
      `${what}：由更新版本的 GAN Studio 创建（格式 ${from}，本版本最高支持 ${upTo}）`,
    remedy: () => '请升级 GAN Studio 后再打开；文件未作改动。',
  },
  badCheckpoint: {
    message: ({ why }) => `检查点无法使用：${why}`,
    remedy: () => '请使用此训练更早的检查点，或从备份恢复。',
  },
  badSafetensors: {
    message: ({ why }) => `不是完好的 safetensors 文件：${why}`,
    remedy: () => '请使用其他检查点，或重新复制、导出该文件。',
  },
  notAGenerator: {
    message: () => '这不是本工作室的生成器的权重',
    remedy: () =>
      '名称应为 model.0.weight 到 model.11.bias（MLP）或到 model.7.bias（DCGAN），图像为 1 或 3 通道的正方形。',
  },
  noSuchCheckpoint: {
    message: ({ step }) => `此训练没有第 ${step} 步的检查点`,
    remedy: () => '请选择仍保留的检查点。',
  },
  weightsChanged: {
    message: () => '生成这些图像之后，权重已改变',
    remedy: () => '请重新生成图像。',
  },
  weightsGone: { message: () => '打开过的权重已不再保留', remedy: () => '请重新打开文件。' },
  imagesGone: {
    message: () => '这些图像已不再保留',
    remedy: () => '请重新生成：相同的种子会得到相同的图像。',
  },
  tooManyImages: {
    message: ({ count, size, channels }) =>
      `${count} 张 ${size} x ${size} x ${channels} 的图像会占用过多内存`,
    remedy: ({ most }) => `最多可生成 ${most} 张。`,
  },
  fileTooLarge: {
    message: () => '文件大于 36 MB',
    remedy: () => '请选择生成器的权重：检查点中的 generator.safetensors。',
  },

  noSuchRun: { message: ({ id }) => `没有训练记录“${id}”` },
  runNotTraining: {
    message: ({ id }) => `训练“${id}”当前不在此处进行`,
    remedy: () => '请先恢复训练；如果由其他程序训练，请在那里操作。',
  },
  runTraining: { message: ({ id }) => `训练“${id}”正在进行`, remedy: () => '请先停止它。' },
  runNotStopping: {
    message: ({ id }) => `尚未要求训练“${id}”停止`,
    remedy: () => '请先停止它；只有训练进程没有响应时，才会不保存就结束。',
  },
  runBusy: { message: ({ id }) => `训练“${id}”正被另一操作修改`, remedy: () => '请稍候再试。' },
  runElsewhere: {
    message: ({ pid }) => `另一程序（进程 ${pid}）正在进行此训练`,
    remedy: () => '请先在那里停止它。',
  },
  startCalledOff: { message: () => '已取消启动' },
  notInTrash: {
    message: ({ id }) => `训练“${id}”不在回收站中`,
    remedy: () => '删除的训练只能在工作室关闭之前还原。',
  },
  foldersOnDesktop: { message: () => '只有桌面版工作室才能打开文件夹' },
  studioClosing: { message: () => '工作室正在关闭' },
  otherPageVersion: {
    message: () => '此页面来自另一版本的工作室',
    remedy: () => '请关闭后重新打开。',
  },
  connectionLost: { message: () => '与工作室的连接已断开' },

  diskFull: { message: () => '磁盘已满', remedy: freeSpace },
  diskQuota: { message: () => '磁盘配额已用完', remedy: freeSpace },
  diskDenied: {
    message: () => '没有权限',
    remedy: () => '请为自己授予此处的访问权限，或选择其他数据文件夹。',
  },
  diskNotPermitted: {
    message: () => '不允许此操作',
    remedy: () => '请为自己授予访问权限、关闭正在使用它的程序，或选择其他位置。',
  },
  diskReadOnly: { message: () => '磁盘是只读的', remedy: () => '请选择可写磁盘上的数据文件夹。' },
  diskNothingThere: {
    message: () => '没有这个文件或文件夹',
    remedy: () => '请检查路径，并确认磁盘已连接。',
  },
  diskNotAFolder: { message: () => '路径中有一部分不是文件夹', remedy: checkPath },
  diskAFolder: { message: () => '这是文件夹，不是文件', remedy: checkPath },
  diskFault: {
    message: () => '磁盘报告故障',
    remedy: () => '磁盘可能正在损坏：请把数据复制到别处并检查磁盘。',
  },
  diskManyFiles: {
    message: () => '打开的文件过多',
    remedy: () => '请关闭其他程序，或提高可打开文件数的上限。',
  },
  diskBusy: { message: () => '另一程序正在使用它', remedy: () => '请关闭那个程序后重试。' },
}
