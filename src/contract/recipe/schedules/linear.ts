import type { Schedule } from './schedule'

export const linear: Schedule = {
  label: { en: 'Linear', zh: '线性' },
  meaning: { en: 'it changes by the same amount per step.', zh: '每一步的变化量相同。' },
  share: (progress) => progress,
}
