import { choice, explainOptions } from './entries'
import { losses } from './losses/losses'

/** The training objective. */
export const loss = {
  loss: choice({
    label: { en: 'Loss', zh: '损失函数' },
    meaning: explainOptions(
      { en: 'What the two networks minimise.', zh: '两个网络各自最小化的目标。' },
      losses,
    ),
    group: 'objective',
    default: 'nonSaturating',
    // For runs, checkpoints and presets created before there was a choice.
    absent: 'nonSaturating',
    options: losses,
    changesStepCost: true,
  }),
}
