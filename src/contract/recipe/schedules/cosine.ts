import type { Schedule } from './schedule'

export const cosine: Schedule = {
  label: { en: 'Cosine', zh: '余弦' },
  meaning: {
    en: 'it changes slowly at first and at the end, along half a cosine wave.',
    zh: '沿半个余弦波变化，开始和结束时较慢。',
  },
  share: (progress) => (1 - Math.cos(Math.PI * progress)) / 2,
}
