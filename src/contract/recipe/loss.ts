import { choice, eachExplained } from './entries'
import { losses } from './losses/losses'

/** What the networks are trained to do. */
export const loss = {
  loss: choice({
    label: { en: 'Loss', zh: '损失函数' },
    meaning: eachExplained(
      { en: 'What the two networks minimise.', zh: '两个网络各自最小化的目标。' },
      losses,
    ),
    group: 'optimiser',
    default: 'nonSaturating',
    // Runs, checkpoints and presets from before there was a choice.
    absent: 'nonSaturating',
    options: losses,
    changesStepCost: true,
  }),
}
