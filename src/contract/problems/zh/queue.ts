import { grouped } from '../../counted'
import type { queueProblems as english } from '../queue'

/** Problems with the queue, in Chinese. */
export const queueProblems: typeof english = {
  queueUnreadable: { message: ({ why }) => `队列无法使用：${why}` },
  queueSetAside: {
    message: ({ files }) => `队列文件已损坏，队列已清空。原文件保留为 ${files}`,
    remedy: () => '训练本身没有丢失：请重新添加仍需训练的项目。不再需要该文件时可将其删除。',
  },
  alreadyQueued: { message: ({ id }) => `训练“${id}”已在队列中` },
  notQueued: { message: ({ id }) => `训练“${id}”不在队列中` },
  jobNotWaiting: {
    message: ({ id }) => `训练“${id}”不在排队`,
    remedy: () => '只能移动正在排队的训练。',
  },
  jobRunning: {
    message: ({ id }) => `队列正在训练“${id}”`,
    remedy: () => '请改为停止此训练，它随即退出队列。',
  },
  jobNotFailed: {
    message: ({ id }) => `训练“${id}”没有在队列中失败`,
    remedy: () => '只能重试失败的训练。',
  },
  queueFull: {
    message: ({ most }) => `队列最多容纳 ${grouped(most)} 个训练`,
    remedy: () => '请移除失败的训练，或等部分训练完成后再添加。',
  },
  waitsForRoom: { message: ({ training }) => `排队中：${grouped(training)} 个训练正在进行` },
  waitsForMemory: {
    message: ({ needed, available }) => `等待内存：训练约需 ${needed}，目前有 ${available} 可用`,
    remedy: () => '其他训练结束或其他程序释放内存后即会开始。',
  },
  waitsForOtherProgram: {
    message: ({ pid }) => `等待中：另一个程序（进程 ${pid}）正在进行此训练`,
  },
  waitsForSpeed: {
    message: ({ training }) => `等待中：正在测量 ${grouped(training)} 个训练的速度`,
  },
  queueHasRunner: {
    message: ({ pid, host }) => `另一个程序（${host} 上的进程 ${pid}）正在处理此数据文件夹的队列`,
    remedy: () => '您添加的训练将由该程序进行。',
  },
}
