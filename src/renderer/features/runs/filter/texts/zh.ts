import type { filter as english } from './en'

export const filter: typeof english = {
  conditions: '筛选条件',
  remove: (condition) => `移除条件 ${condition}`,
  notUnderstood: (part) => `未应用：${part}。`,
  none: '无',
  field: '设置或指标',
  operator: '比较方式',
  value: '值',
  add: '添加条件',
  sections: { run: '训练记录', settings: '设置', metrics: '指标' },
}
