import type { Schedule } from './schedule'

export const constant: Schedule = {
  label: { en: 'Constant', zh: '不变' },
  meaning: { en: 'it stays the same.', zh: '保持不变。' },
  share: () => 0,
}
