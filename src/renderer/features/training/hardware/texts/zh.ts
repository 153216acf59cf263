import type { hardware as en } from './en'

export const hardware: typeof en = {
  title: '硬件',
  summary: '训练期间的处理器、内存和 GPU',
  loadFailed: '无法加载硬件采样',
  none: '尚无采样。训练期间每隔几秒采样一次。',
  charts: {
    processor: {
      title: '使用中的处理器',
      help: (processors) => `本机 ${processors} 个处理器中有多少在工作，其中多少用于此次运行。`,
    },
    memory: {
      title: '内存',
      help: (total) => `本机已用内存（共 ${total}）和此次运行的训练进程所用的内存。`,
    },
    gpu: {
      title: 'GPU 使用率',
      help: '由驱动程序报告的各 GPU 计算时间占比。',
    },
    gpuMemory: {
      title: 'GPU 显存',
      help: (total) => `所有程序在各 GPU 上占用的显存；最多 ${total}。`,
    },
  },
  lines: { machine: '所有程序', trainer: '此次运行' },
  diskFree: (bytes) => `磁盘可用空间：${bytes}`,
}
