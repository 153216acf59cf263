import { grouped } from '../../counted'
import type { diskProblems as english, FileKind } from '../disk'

const kinds: Record<FileKind, string> = {
  folder: '文件夹',
  pipe: '命名管道',
  socket: '套接字',
  device: '设备',
}

const freeSpace = () => '请腾出空间后重试。'
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
    remedy: () => '磁盘可能有故障。请把数据复制到别处并检查磁盘。',
  },
  diskManyFiles: {
    message: () => '打开的文件过多',
    remedy: () => '请关闭其他程序，或提高可打开文件数的上限。',
  },
  diskBusy: { message: () => '另一个程序正在使用它', remedy: () => '请关闭该程序后重试。' },
  diskOther: {
    message: ({ why }) => `磁盘操作失败：${why}`,
    remedy: () => '请检查此路径所在的磁盘，然后重试。',
  },
  diskLinkLoop: {
    message: () => '路径中的符号链接形成循环',
    remedy: () => '请删除或更正这些链接。',
  },
  diskNameTooLong: { message: () => '路径过长', remedy: () => '请使用较短的名称。' },
  diskNotEmpty: {
    message: () => '文件夹不是空的',
    remedy: () => '请检查该文件夹；可能有其他程序正在写入。',
  },
  diskFileTooBig: {
    message: () => '文件会超出磁盘或限制所允许的大小',
    remedy: () => '请使用允许更大文件的磁盘，或提高限制（ulimit -f）。',
  },
  diskGone: { message: () => '磁盘已断开连接', remedy: () => '请重新连接磁盘。' },
  notARegularFile: {
    message: ({ kind }) => `这是${kinds[kind]}，不是普通文件`,
    remedy: () => '请将其删除，或换成正确的文件。',
  },
  notAFolder: {
    message: () => '此处应为文件夹，却是文件',
    remedy: () => '请将其删除，或换成正确的文件夹。',
  },
  fileImplausiblyLarge: {
    message: ({ bytes, most }) =>
      `文件过大：${grouped(bytes)} 字节，最多读取 ${grouped(most)} 字节`,
    remedy: () => '请确认这是正确的文件。',
  },
  linkLoop: {
    message: () => '通向此文件的符号链接形成循环',
    remedy: () => '请删除这些链接，或换成文件本身。',
  },
  linkLeadsNowhere: {
    message: () => '无法在此创建文件夹：同名的符号链接没有目标',
    remedy: () => '请删除该链接，或创建它所指向的文件夹。',
  },
  fileInTheWay: {
    message: () => '无法在此创建文件夹：已有同名文件',
    remedy: () => '请选择其他文件夹，或移走该文件。',
  },
  placeTakesNothing: {
    message: () => '无法在此保存任何内容：此文件系统不允许',
    remedy: () => '请选择普通磁盘上的文件夹。',
  },
  jsonTooDeep: { message: ({ most }) => `JSON 嵌套超过 ${grouped(most)} 层` },
  jsonTooMuch: { message: ({ most }) => `JSON 中的值超过 ${grouped(most)} 个` },
}
