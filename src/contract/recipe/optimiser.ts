import { choice, integer, real } from './entries'
import type { Values } from './entries'
import type { OptimiserSetting } from './optimisers/optimiser'
import { optimisers, usesSetting } from './optimisers/optimisers'

const usedBy =
  (setting: OptimiserSetting) =>
  ({ optimiser }: Values): boolean =>
    usesSetting(optimiser, setting)

/** How the weights are updated. */
export const optimiser = {
  optimiser: choice({
    label: { en: 'Optimiser', zh: '优化器' },
    about: { en: 'How gradients are turned into weight updates.', zh: '权重如何随梯度更新。' },
    group: 'optimisation',
    default: 'adam',
    absent: 'adam',
    options: optimisers,
    changesStepCost: true,
    shapesState: true,
  }),
  learningRate: real({
    label: { en: 'Learning rate', zh: '学习率' },
    meaning: {
      en: 'How far each step moves the weights of both networks.',
      zh: '每一步更新两个网络权重的幅度。',
    },
    group: 'optimisation',
    default: 0.0002,
    min: 1e-7,
    max: 1,
    arrowStep: 0.0001,
    referenceName: 'lr',
  }),
  discriminatorLearningRate: real({
    label: { en: 'D learning rate', zh: '判别器学习率' },
    meaning: {
      en: 'A separate learning rate for the discriminator. 0 = the same as the generator’s.',
      zh: '判别器单独的学习率。0 表示与生成器相同。',
    },
    zero: { en: 'Same as the generator’s', zh: '与生成器相同' },
    group: 'optimisation',
    default: 0,
    absent: 0,
    min: 0,
    max: 1,
    arrowStep: 0.0001,
  }),
  discriminatorSteps: integer({
    label: { en: 'D steps', zh: '判别器步数' },
    meaning: {
      en: 'Updates of the discriminator per step, each on its own batch, before the generator is updated once.',
      zh: '每个训练步中判别器更新的次数，每次使用单独的一批图像；之后生成器更新一次。',
    },
    group: 'optimisation',
    default: 1,
    absent: 1,
    min: 1,
    max: 100,
    unit: { en: 'per step', zh: '次/步' },
    arrowStep: 1,
    changesStepCost: true,
    shapesState: true,
  }),
  beta1: real({
    label: { en: 'Beta 1', zh: 'Adam 的 β₁' },
    meaning: {
      en: "Decay of Adam's running mean of the gradient; low values work best for GANs.",
      zh: '梯度滑动平均的衰减系数；GAN 适合用较小的值。',
    },
    group: 'optimisation',
    default: 0.5,
    min: 0,
    max: 0.9999,
    arrowStep: 0.05,
    referenceName: 'b1',
    appliesWhen: usedBy('beta1'),
  }),
  beta2: real({
    label: { en: 'Beta 2', zh: '梯度平方衰减 β₂' },
    meaning: {
      en: 'Decay of the running mean of squared gradients in Adam and RMSProp (alpha in PyTorch’s RMSprop).',
      zh: 'Adam 和 RMSProp 中梯度平方滑动平均的衰减系数（PyTorch 的 RMSProp 称之为 alpha）。',
    },
    group: 'optimisation',
    default: 0.999,
    min: 0,
    max: 0.99999,
    arrowStep: 0.001,
    referenceName: 'b2',
    appliesWhen: usedBy('beta2'),
  }),
  momentum: real({
    label: { en: 'Momentum', zh: '动量' },
    meaning: {
      en: 'How much of the previous step is added to the next. 0 = none.',
      zh: '上一步有多少计入下一步。0 表示不用动量。',
    },
    zero: { en: 'None', zh: '无' },
    group: 'optimisation',
    default: 0,
    absent: 0,
    min: 0,
    max: 0.9999,
    arrowStep: 0.05,
    changesStepCost: true,
    shapesState: true,
    appliesWhen: usedBy('momentum'),
  }),
  weightDecay: real({
    label: { en: 'Weight decay', zh: '权重衰减' },
    meaning: {
      en: 'Each step also shrinks the weights by learning rate × weight decay, independently of the gradient.',
      zh: '每一步在梯度之外，使权重按学习率的这一比例缩小。',
    },
    group: 'optimisation',
    default: 0.01,
    absent: 0.01,
    min: 0,
    max: 1,
    arrowStep: 0.01,
    appliesWhen: usedBy('weightDecay'),
  }),
  gradientClip: real({
    label: { en: 'Gradient clipping', zh: '梯度裁剪' },
    meaning: {
      en: 'Maximum norm of a network’s gradient, over all its weights; larger gradients are scaled down to it. 0 = off.',
      zh: '一个网络全部梯度的总范数上限，超过时按比例缩小。0 表示不裁剪。',
    },
    zero: { en: 'Off', zh: '关' },
    group: 'optimisation',
    default: 0,
    absent: 0,
    min: 0,
    max: 1000,
    arrowStep: 0.5,
    changesStepCost: true,
  }),
}
