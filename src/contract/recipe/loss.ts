import { choice, real } from './entries'
import type { Values } from './entries'
import type { Loss } from './losses/loss'
import { losses } from './losses/losses'

/** The training objective. */
export const loss = {
  loss: choice({
    label: { en: 'Loss', zh: '损失函数' },
    about: { en: 'What the two networks minimise.', zh: '两个网络各自最小化的目标。' },
    group: 'objective',
    default: 'nonSaturating',
    // For runs, checkpoints and presets created before there was a choice.
    absent: 'nonSaturating',
    options: losses,
    changesStepCost: true,
  }),
  labelSmoothing: real({
    label: { en: 'Label smoothing', zh: '标签平滑' },
    meaning: {
      en: 'Lowers D’s target for real images from 1 by this amount, so that D does not become overconfident (0.1 is common). The target for generated images stays 0 (one-sided smoothing). Only for losses with targets. 0 = off.',
      zh: '真实图像的目标值比 1 低多少，使 D 不会过于自信（通常为 0.1）；生成图像的目标值仍为 0。仅适用于有这种目标值的损失函数。0 表示不平滑。',
    },
    zero: { en: 'Off', zh: '关' },
    group: 'objective',
    default: 0,
    absent: 0,
    min: 0,
    max: 0.5,
    arrowStep: 0.05,
    changesStepCost: true,
    // Still shown where it conflicts.
    appliesWhen: (values) => hasTargets(values) || values.labelSmoothing !== 0,
    conflict: (values) =>
      hasTargets(values) || values.labelSmoothing === 0
        ? undefined
        : {
            en: 'Must be 0: this loss has no target for real images that could be smoothed.',
            zh: '必须为 0：此损失函数没有可以平滑的真实图像目标值。',
          },
  }),
}

/** An unknown loss is reported by its own field. */
const hasTargets = ({ loss: name }: Values): boolean =>
  Object.entries<Loss>(losses).every(([key, { smooths }]) => key !== name || smooths === true)
