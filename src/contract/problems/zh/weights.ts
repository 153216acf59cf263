import { grouped } from '../../counted'
import type { weightsProblems as english } from '../weights'
import { thing } from './files'
import { asSafetensors, formatNames } from './formats'

const earlier = () => '请使用此训练更早的检查点，或从备份恢复。'
const giveWeights = () =>
  '请指定训练文件夹、检查点文件夹或 .safetensors 文件；在 PyTorch 中可用 ' +
  'safetensors.torch.save_file(generator.state_dict(), "generator.safetensors") 保存。'
const startAgain = () =>
  '请从备份恢复检查点，或用“resume --from-start”从头开始；现有文件会移到训练文件夹中的 set-aside。'
const trainFirst = () => '请再训练一段时间，或选择其他训练。'

const andMore = (count: number): string => (count === 0 ? '' : `，以及另外 ${grouped(count)} 个`)

/** Problems of checkpoints and weights in Chinese. */
export const weightsProblems: typeof english = {
  newerVersion: {
    message: ({ what, from, upTo }) =>
      `${thing(what)}由更新版本的 GAN Studio 创建（格式 ${from}，此版本最高支持 ${upTo}）`,
    remedy: () => '请升级 GAN Studio 后再打开；文件未作改动。',
  },
  unknownValue: {
    message: ({ what, name, value }) =>
      `${thing(what)}中有此版本的 GAN Studio 不认识的值：${name} 为 ${value}`,
    remedy: () => '请用创建它的版本打开，或升级 GAN Studio；文件未作改动。',
  },
  badCheckpoint: {
    message: ({ why }) => `检查点无法使用：${why}`,
    remedy: earlier,
  },
  weightsOfOtherFormat: {
    message: ({ format }) => `文件是${formatNames[format]}，不是 safetensors`,
    remedy: ({ format }) => `GAN Studio 只能打开 .safetensors 文件。${asSafetensors[format]}`,
  },
  badSafetensors: {
    message: ({ why }) => `不是有效的 safetensors 文件：${why}`,
    remedy: () => '请使用其他检查点，或重新复制、导出该文件。',
  },
  notAGenerator: {
    message: (g) =>
      `这些权重不属于 GAN Studio 的任何生成器。最接近的是 ${g.closest}：` +
      `应有 ${g.expected || '（无其他）'}${andMore(g.moreExpected)}；` +
      `实有 ${g.found || '（无其他）'}${andMore(g.moreFound)}`,
    remedy: ({ known }) =>
      `名称和形状应与 PyTorch 的 state dict 相同，属于某种网络结构（${known}），图像为 1 或 3 通道的正方形。`,
  },
  severalGenerators: {
    message: ({ could }) => `这些权重可能属于不止一种生成器：${could}`,
    remedy: () => '请使用检查点文件夹，其清单说明是哪一种。',
  },
  couldBeGenerator: {
    message: ({ architecture, latentDim, channels, size }) =>
      `${architecture}，潜变量 ${latentDim} 维，图像 ${channels} x ${size} x ${size}`,
  },
  weightsChanged: {
    message: () => '生成这些图像之后，权重已改变',
    remedy: () => '请重新生成图像。',
  },
  weightsGone: { message: () => '打开的权重已不在内存中', remedy: () => '请重新打开文件。' },
  imagesGone: {
    message: () => '这些图像已不在内存中',
    remedy: () => '请重新生成：相同的种子生成相同的图像。',
  },
  tooManyImages: {
    message: ({ count, size, channels }) =>
      `${grouped(count)} 张 ${size} x ${size} x ${channels} 的图像会占用过多内存`,
    remedy: ({ most }) => `最多可生成 ${grouped(most)} 张。`,
  },
  fileTooLarge: {
    message: () => '文件大于 36 MB',
    remedy: () => '请选择生成器的权重，例如检查点中的 generator.safetensors。',
  },
  checkpointUnreadable: { message: ({ why }) => `无法读取检查点：${why}`, remedy: earlier },
  runUnreadable: {
    message: ({ why }) => `无法读取训练记录：${why}`,
    remedy: () => '请从备份恢复其 run.json，或删除此训练的文件夹。',
  },
  manifestChanged: { message: () => '清单在保存之后被更改或损坏', remedy: earlier },
  weightsDoNotFit: {
    message: ({ why }) => `权重与此网络不符：${why}`,
    remedy: () => '请使用网络结构和尺寸相同的权重。',
  },
  otherNetworks: {
    message: ({ network }) => `检查点中的 ${network} 与此训练的设置不符`,
    remedy: () => '请用保存它的版本继续训练。此版本仍可用它生成图像。',
  },
  weightsNotFinite: {
    message: ({ why }) => `权重无法使用：${why}`,
    remedy: () => '保存这些权重的训练很可能已经发散。请使用更早步数的权重。',
  },
  imagesNotFinite: {
    message: ({ count, of }) =>
      `${grouped(of)} 张图像中有 ${grouped(count)} 张含有 NaN 或无穷大的像素，未保存任何图像`,
    remedy: () => '这些权重会溢出：请使用更早步数的权重，或更接近 1 的潜变量尺度。',
  },
  networksTooLarge: {
    message: ({ size, channels, latentDim, gib }) =>
      `用于 ${size} x ${size} x ${channels} 图像、潜变量维数 ${latentDim} 的网络需要 ${gib} GiB，本机容纳不下`,
    remedy: () => '请选择更小的图像尺寸或更小的网络结构。',
  },
  optimizerDoesNotFit: {
    message: ({ name }) => `优化器的 ${name} 缺失或形状不符`,
    remedy: earlier,
  },
  noCheckpointYet: { message: () => '此训练还没有检查点', remedy: trainFirst },
  noUsableCheckpoint: {
    message: ({ why }) => `此训练没有可用的检查点；${why}`,
    remedy: trainFirst,
  },
  noSoundCheckpoint: {
    message: () => '此训练没有可作为起点的检查点',
    remedy: () => '请改为从头开始新的训练。',
  },
  branchNetworks: {
    message: ({ network }) => `按这些设置构建的 ${network} 与检查点中的结构不同`,
    remedy: () => '请沿用原训练的网络结构、图像尺寸、通道数和潜变量维数，或从头开始。',
  },
  branchBatchSize: {
    message: ({ batchSize }) =>
      `从检查点开始的训练须沿用其批大小 ${grouped(batchSize)}，以保持每轮长度不变`,
    remedy: ({ batchSize }) => `请设为 ${grouped(batchSize)}，或从头开始。`,
  },
  noAverage: {
    message: () => '没有生成器的滑动平均',
    remedy: () => '请使用训练中的权重（raw），或选择开启了平均的训练的检查点。',
  },
  branchSetting: {
    message: ({ setting }) =>
      `从检查点开始的训练须沿用此设置（${setting}），因为检查点的内容取决于它`,
    remedy: ({ setting }) => `请设为 ${setting}，或从头开始。`,
  },
  checkpointNotFolder: { message: () => '它不是文件夹' },
  checkpointNameNotStep: { message: ({ name }) => `“${name}”不是以步数命名的` },
  cannotResume: {
    message: ({ why }) => `此训练的检查点都无法使用：${why}`,
    remedy: startAgain,
  },
  checkpointsGone: {
    message: ({ step }) => `此训练曾在第 ${grouped(step)} 步保存，但检查点已不存在`,
    remedy: startAgain,
  },
  otherSettings: {
    message: ({ step, differences }) =>
      `第 ${grouped(step)} 步的检查点训练时的设置与 run.json 不同：${differences}`,
    remedy: () =>
      '请恢复 run.json 中的值。如需更改设置，请用“train --from”从此检查点开始新的训练。',
  },
  settingDiffers: {
    message: ({ name, run, checkpoint }) =>
      `${name} 在检查点中为 ${checkpoint}，在 run.json 中为 ${run}`,
  },
  nothingThere: { message: () => '此路径下没有任何内容', remedy: giveWeights },
  holdsNoWeights: { message: () => '此文件夹既不是训练记录也不是检查点', remedy: giveWeights },
  notSafetensors: { message: () => '只能从 .safetensors 文件读取权重', remedy: giveWeights },
  fileNotWhole: { message: () => '文件上传不完整', remedy: () => '请重新打开文件。' },
  fileNotRead: { message: ({ why }) => `无法读取文件：${why}` },
  generatorUnconditional: {
    message: () => '此生成器不区分类别，因此不能选择类别',
    remedy: () => '请不要指定类别，或选择按类别训练的训练记录（其“类别条件”设置）。',
  },
  noSuchClass: {
    message: ({ label, last }) =>
      `此生成器没有类别 ${grouped(label)}：它的类别为 0 到 ${grouped(last)}`,
    remedy: () => '请选择它有的类别。',
  },
  endsOutsideSet: { message: () => '两张图像必须来自同一批生成的图像' },
}
