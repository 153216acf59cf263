import { integer } from './entries'

export const seed = {
  seed: integer({
    label: { en: 'Seed', zh: '随机种子' },
    meaning: {
      en: 'Fixes all randomness: the same seed gives the same run.',
      zh: '决定所有随机性：种子相同，训练结果相同。',
    },
    group: 'basics',
    default: 1,
    min: 0,
    max: 4_294_967_295,
    arrowStep: 1,
    random: true,
  }),
}
