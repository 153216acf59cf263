import type { diskProblems as english } from '../disk'

const freeSpace = () => '请腾出空间后重试；此前保存的内容完好。'
const checkPath = () => '请检查路径。'

/** Problems of the disk in Chinese. */
export const diskProblems: typeof english = {
  diskFull: { message: () => '磁盘已满', remedy: freeSpace },
  diskQuota: { message: () => '磁盘配额已用完', remedy: freeSpace },
  diskDenied: {
    message: () => '没有权限',
    remedy: () => '请更改访问权限，或选择其他数据文件夹。',
  },
  diskNotPermitted: {
    message: () => '不允许此操作',
    remedy: () => '请更改访问权限、关闭正在使用它的程序，或选择其他文件夹。',
  },
  diskReadOnly: { message: () => '磁盘是只读的', remedy: () => '请选择可写磁盘上的数据文件夹。' },
  diskNothingThere: {
    message: () => '没有这个文件或文件夹',
    remedy: () => '请检查路径，并确认磁盘已连接。',
  },
  diskNotAFolder: { message: () => '路径中有一部分不是文件夹', remedy: checkPath },
  diskAFolder: { message: () => '这是文件夹，不是文件', remedy: checkPath },
  diskFault: {
    message: () => '磁盘报告错误',
    remedy: () => '磁盘可能即将损坏。请把数据复制到别处并检查磁盘。',
  },
  diskManyFiles: {
    message: () => '打开的文件过多',
    remedy: () => '请关闭其他程序，或提高可打开文件数的上限。',
  },
  diskBusy: { message: () => '另一程序正在使用它', remedy: () => '请关闭该程序后重试。' },
  diskOther: {
    message: ({ why }) => `磁盘操作失败：${why}`,
    remedy: () => '请检查此路径所在的磁盘，然后重试。',
  },
}
