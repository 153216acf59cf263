import type { annotations as english } from './en'

export const annotations: typeof english = {
  note: '备注',
  addNote: '添加备注',
  editNote: '编辑备注',
  noteHelp: '离开输入框时保存，按 Esc 放弃修改。',
  noteRemoved: '已移除备注',
}
