import { gradientPenaltyConflict } from '../architectures/batch-norm'
import { choice, integer, real } from './entries'
import type { Values } from './entries'
import { penalties } from './penalties/penalties'

const options = {
  none: {
    label: { en: 'None', zh: '无' },
    meaning: { en: 'no penalty.', zh: '只用损失函数。' },
  },
  ...penalties,
}

const hasPenalty = ({ penalty }: Values): boolean => penalty !== 'none'

/** Penalties and limits on the discriminator, which keep it smooth. */
export const penalty = {
  penalty: choice({
    label: { en: 'Penalty', zh: '惩罚项' },
    about: {
      en: 'A term added to D’s loss that limits how sharply D’s output changes from image to image.',
      zh: '加到 D 损失上的一项，使 D 在图像之间平滑变化。',
    },
    group: 'objective',
    default: 'none',
    absent: 'none',
    options,
    changesStepCost: true,
    conflict: gradientPenaltyConflict,
  }),
  penaltyWeight: real({
    label: { en: 'Penalty weight', zh: '惩罚权重' },
    meaning: {
      en: 'The penalty’s coefficient (λ or γ). If too small, training may oscillate; if too large, D learns little.',
      zh: '惩罚项的系数 λ 或 γ。太小时训练可能振荡，太大时 D 学不到东西。',
    },
    group: 'objective',
    default: 10,
    min: 0,
    max: 1_000_000,
    arrowStep: 1,
    appliesWhen: hasPenalty,
  }),
  penaltyInterval: integer({
    label: { en: 'Penalty interval', zh: '惩罚间隔' },
    meaning: {
      en: 'Apply the penalty every this many steps (lazy regularisation), with its weight multiplied by the interval. Faster, with nearly the same result.',
      zh: '每隔多少步计算一次惩罚项。只在部分步中计算，并把权重乘以间隔，可节省时间，训练效果相近。',
    },
    group: 'objective',
    default: 1,
    min: 1,
    max: 100,
    unit: { en: 'steps', one: 'step', zh: '步' },
    arrowStep: 1,
    changesStepCost: true,
    appliesWhen: hasPenalty,
  }),
  weightClip: real({
    label: { en: 'Weight clipping', zh: '权重裁剪' },
    meaning: {
      en: "After each update, D's weights are limited to ± this value, as in the original WGAN (0.01). 0 = off.",
      zh: '每次更新后，把 D 的权重限制在 ± 此值之内，与最初的 WGAN 相同（0.01）。0 表示不裁剪。',
    },
    zero: { en: 'Off', zh: '关' },
    group: 'objective',
    default: 0,
    min: 0,
    max: 100,
    arrowStep: 0.01,
    changesStepCost: true,
    conflict: ({ penalty, weightClip }) =>
      penalty !== 'gradientPenalty' || weightClip === 0
        ? undefined
        : {
            en: 'Must be 0 with the gradient penalty, which replaces clipping: a clipped network cannot have gradients of length 1 everywhere.',
            zh: '使用梯度惩罚时必须为 0：梯度惩罚取代了裁剪，裁剪后的网络无法使各处梯度长度为 1。',
          },
  }),
}
