import type { ShownState } from './run'
import type { Words } from './words'

/** The states of runs as they are shown and filtered by. */
export const runStateWords: Readonly<Record<ShownState, Words>> = {
  created: { en: 'Not started', zh: '未开始' },
  running: { en: 'Training', zh: '训练中' },
  paused: { en: 'Paused', zh: '已暂停' },
  stopped: { en: 'Stopped', zh: '已停止' },
  finished: { en: 'Finished', zh: '已完成' },
  interrupted: { en: 'Interrupted', zh: '已中断' },
  failed: { en: 'Failed', zh: '失败' },
  queued: { en: 'Queued', zh: '排队中' },
}
