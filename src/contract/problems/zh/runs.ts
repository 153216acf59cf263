import { grouped } from '../../counted'
import type { runsProblems as english } from '../runs'

/** Problems of runs and the studio in Chinese. */
export const runsProblems: typeof english = {
  noSuchPath: { message: () => '没有这个文件或文件夹', remedy: () => '请检查路径。' },
  noSuchRun: { message: ({ id }) => `没有训练记录“${id}”` },
  noSuchCheckpoint: {
    message: ({ step }) => `此训练没有第 ${step} 步的检查点`,
    remedy: ({ named }) => `现有检查点的步数：${named}。`,
  },
  hasNoCheckpoints: {
    message: ({ step }) => `此训练没有第 ${step} 步的检查点，也没有任何其他检查点`,
    remedy: () => '请先进行训练。',
  },
  notAStep: {
    message: ({ typed }) => `@ 之后的“${typed}”不是步数`,
    remedy: () => '请给出某个检查点的步数，例如 latest@5000。',
  },
  branchDataset: {
    message: ({ expected }) => `从其他训练的检查点开始的训练沿用其数据集 ${expected}`,
    remedy: () => '请不要指定数据集，或从头开始新的训练。',
  },
  schedulesNeverBegin: {
    message: () => '步数上限使训练在计划开始之前就结束',
    remedy: () => '请让计划更早开始，提高步数上限，或指定计划结束的轮数。',
  },
  runNotTraining: {
    message: ({ id }) => `训练“${id}”当前不在此处进行`,
    remedy: () => '请先恢复训练；如果由其他程序训练，请在那里操作。',
  },
  runTraining: { message: ({ id }) => `训练“${id}”正在进行`, remedy: () => '请先停止它。' },
  runNotStopping: {
    message: ({ id }) => `训练“${id}”并未在停止`,
    remedy: () => '请先停止它；只有训练进程没有响应时，才会不保存就结束。',
  },
  runBusy: { message: ({ id }) => `训练“${id}”正被另一操作修改`, remedy: () => '请稍候再试。' },
  runElsewhere: {
    message: ({ pid }) => `另一个程序（进程 ${pid}）正在进行此训练`,
    remedy: () => '请先在那里停止它。',
  },
  runIsMeasured: {
    message: () => '正在评估此训练的图像',
    remedy: () => '请等待评估结束，或先取消评估。',
  },
  tooManyTags: {
    message: ({ most }) => `一条训练记录最多有 ${grouped(most)} 个标签`,
    remedy: () => '请先移除一个标签。',
  },
  startCancelled: { message: () => '已取消启动' },
  notInTrash: {
    message: ({ id }) => `最近删除的训练中没有“${id}”`,
    remedy: () => '删除的训练至少保留 30 天。',
  },
  restoreBlocked: {
    message: ({ id }) => `列表中已有训练“${id}”`,
    remedy: () => '请先删除它或移走其文件夹，再恢复。',
  },
  foldersOnDesktop: { message: () => '只有桌面应用才能打开文件夹' },
  studioClosing: { message: () => 'GAN Studio 正在关闭' },
  otherPageVersion: {
    message: () => '此页面属于另一版本的 GAN Studio',
    remedy: () => '请关闭后重新打开。',
  },
  connectionLost: { message: () => '与 GAN Studio 的连接已断开' },
  trainsNoRun: { message: () => '此处没有正在进行的训练' },
  trainsARun: { message: () => '此处已有训练在进行' },
  notACommand: { message: () => '此版本的 GAN Studio 不认识这条命令' },
  folderNotOpened: { message: ({ why }) => `无法打开文件夹：${why}` },
  lockContended: {
    message: () => '无法锁定此训练：有多个程序同时要使用它',
    remedy: () => '请只启动其中一个。',
  },
  lockBeingTaken: {
    message: () => '另一进程正在锁定此训练',
    remedy: () => '请等待十秒后重试。',
  },
  lockedHere: {
    message: ({ pid, since }) => `进程 ${pid} 自 ${since} 起正在进行此训练`,
    remedy: () => '请先停止它，或开始新的训练。',
  },
  lockedElsewhere: {
    message: ({ pid, host, since }) => `${host} 上的进程 ${pid} 自 ${since} 起正在进行此训练`,
    remedy: ({ host, path }) => `请在那里停止它。如果 ${host} 已不再进行此训练，请删除 ${path}。`,
  },
  trainedMeanwhile: {
    message: () => '在此期间，另一进程已训练了此训练记录',
    remedy: () => '请再次恢复训练，从那里继续。',
  },
  runFolderGone: {
    message: () => '训练期间，此训练的文件夹被删除或移走了',
    remedy: () => '训练已结束，没有再向那里写入任何内容。',
  },
  measuredRunGone: {
    message: () => '评估图像期间，此训练被删除或移动',
    remedy: () => '评估已结束，没有结果。如要重新评估，请从“最近删除”中恢复此训练。',
  },
  runGoneAtStart: {
    message: () => '训练启动期间，此训练的文件夹被删除或移走了',
    remedy: () => '如果是在 GAN Studio 中删除的，请从“最近删除”中恢复。',
  },
  runWithoutDocument: {
    message: () => '文件夹中没有 run.json，因此训练记录不完整',
    remedy: () =>
      '它可能是被删除或未复制完整的训练留下的。不需要时请删除该文件夹；其中的检查点仍可用于“generate”命令。',
  },
  runLinkDangling: {
    message: () => '链接指向的文件夹不存在',
    remedy: () => '请连接存放该文件夹的磁盘，或删除该链接。',
  },
  runFolderName: {
    message: () => '该文件夹的名称不能用作训练的 ID',
    remedy: () => '请重命名文件夹：最多 64 个字母、数字、- 和 _，且不以 - 开头。',
  },
  runOutOfRange: {
    message: ({ names }) => `训练的某些数值超出范围：${names}`,
    remedy: () => '请更正其 run.json，或从备份恢复该文件。',
  },
  activityNotKept: { message: ({ why }) => `此训练的动态未能保存：${why}` },
  documentLocked: {
    message: ({ pid, host }) => `另一个程序（${host} 上的进程 ${pid}）正在写入此文件，尚未完成`,
    remedy: ({ host, lock }) => `请重试。如果 ${host} 上已没有程序使用该文件夹，请删除 ${lock}。`,
  },
  runHasUnknownSettings: {
    message: ({ names }) => `此训练含有此版本的 GAN Studio 不认识的设置：${names}`,
    remedy: () => '请用创建它的版本继续训练，或升级 GAN Studio；忽略这些设置会改变训练结果。',
  },
  runSettingsUnusable: {
    message: ({ why }) => `无法按 run.json 中的设置训练：${why}`,
    remedy: () => '请更正 run.json，或用其他设置开始新的训练。',
  },
  settingOutOfRange: {
    message: ({ name, value, min, max }) =>
      `${name} 为 ${grouped(value)}，应在 ${grouped(min)} 到 ${grouped(max)} 之间`,
  },
  preferencesUnreadable: { message: ({ why }) => `文件无法使用：${why}` },
  presetsFull: {
    message: ({ most }) => `最多可以保存 ${grouped(most)} 个预设`,
    remedy: () => '请删除一个不再需要的预设，或以已有预设的名称保存来替换它。',
  },
  presetNameBuiltIn: {
    message: ({ name }) => `“${name}”是内置预设`,
    remedy: () => '请换一个名称。',
  },
  preferencesNotSaved: { message: ({ why }) => `未保存：${why}` },
  preferencesPartlyUnknown: {
    message: ({ why }) => `此版本不认识部分偏好设置；它们会保留在文件中，但不会使用：${why}`,
  },
  settingUnknown: { message: ({ name, value }) => `${name} 为 ${value}（无法识别）` },
  presetNotJson: {
    message: ({ why }) => `无法将预设读作 JSON：${why}`,
    remedy: () => '请修改该文件；docs/presets.md 说明了预设文件的格式。',
  },
  presetNotValid: {
    message: ({ why }) => `预设无效：${why}`,
    remedy: () => 'docs/presets.md 说明了预设文件的格式。',
  },
  presetUnusable: { message: ({ name, why }) => `预设“${name}”：${why}` },
  preferencesDamaged: {
    message: ({ why, aside }) => `无法读取偏好设置（${why}）；已改用默认值，原文件保存为 ${aside}`,
  },
}
