import { toReport } from '../../contract/errors'
import { describe } from '../../contract/notices'
import type { Language } from '../../contract/language'

/* The texts that Electron itself shows: menus, message boxes, notifications. */

const en = {
  language: 'en' as Language,
  file: 'File',
  newRun: 'New Run…',
  openDataFolder: 'Open Data Folder',
  settings: 'Settings…',
  view: 'View',
  runs: 'Runs',
  generate: 'Generate',
  learn: 'Learn',
  help: 'Help',
  quitTitle: 'A run is training',
  quitQuestion: (count: number) =>
    count === 1
      ? 'A run is still training. Save a checkpoint and quit?'
      : `${count} runs are still training. Save their checkpoints and quit?`,
  quitDetail: 'You can resume from the checkpoint at any time.',
  saveAndQuit: 'Save and Quit',
  keepTraining: 'Keep Training',
  crashTitle: 'The window stopped working',
  crashQuestion: 'The window crashed. Reload it?',
  crashDetail: (reason: string) => `Training was not affected. (${reason})`,
  hangQuestion: 'The window is not responding. Reload it?',
  reload: 'Reload',
  wait: 'Wait',
  quit: 'Quit',
  startFailed: 'GAN Studio couldn’t start',
  saveFailed: 'Couldn’t save everything',
  hung: 'A training process did not respond',
  hungDetail: (runs: string, seconds: string) =>
    `It did not save within ${seconds} seconds and was ended (${runs}). Resume to continue from the last checkpoint.`,
  ended: {
    finished: 'Training finished',
    failed: 'Training failed',
    interrupted: 'Training was interrupted',
  },
}
export type Strings = typeof en

const zh: Strings = {
  language: 'zh-CN',
  file: '文件',
  newRun: '新建训练…',
  openDataFolder: '打开数据文件夹',
  settings: '设置…',
  view: '视图',
  runs: '训练记录',
  generate: '生成图像',
  learn: '入门',
  help: '帮助',
  quitTitle: '正在训练',
  quitQuestion: (count) =>
    count === 1
      ? '仍有一项训练在进行。保存检查点并退出？'
      : `仍有 ${count} 项训练在进行。保存检查点并退出？`,
  quitDetail: '之后可以随时从检查点恢复训练。',
  saveAndQuit: '保存并退出',
  keepTraining: '继续训练',
  crashTitle: '窗口停止工作',
  crashQuestion: '窗口崩溃了。要重新加载吗？',
  crashDetail: (reason) => `训练未受影响。（${reason}）`,
  hangQuestion: '窗口没有响应。要重新加载吗？',
  reload: '重新加载',
  wait: '等待',
  quit: '退出',
  startFailed: 'GAN Studio 无法启动',
  saveFailed: '部分内容未能保存',
  hung: '训练进程没有响应',
  hungDetail: (runs, seconds) =>
    `它未在 ${seconds} 秒内完成保存，已被终止（${runs}）。恢复训练即可从最近的检查点继续。`,
  ended: {
    finished: '训练完成',
    failed: '训练失败',
    interrupted: '训练中断',
  },
}

/** The message box for a studio that did not shut down cleanly. */
export function describeEnd(error: unknown, strings: Strings): { message: string; detail: string } {
  const report = toReport(error)
  const { problem, where } = report
  const seconds = problem?.given['seconds']
  if (problem?.code !== 'trainerHung' || where === undefined || seconds === undefined) {
    return { message: strings.saveFailed, detail: describe(report, strings.language) }
  }
  return { message: strings.hung, detail: strings.hungDetail(where, String(seconds)) }
}

/** @param chosen the language from the settings; null follows the system */
export function pickStrings(chosen: Language | null, systemLocale: string): Strings {
  const language = chosen ?? (systemLocale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')
  return language === 'zh-CN' ? zh : en
}
