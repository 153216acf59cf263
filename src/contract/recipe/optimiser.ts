import { real } from './entries'

/** How the weights are updated. */
export const optimiser = {
  learningRate: real({
    label: { en: 'Learning rate', zh: '学习率' },
    meaning: {
      en: 'How far Adam moves the weights of both networks per step.',
      zh: 'Adam 每一步更新两个网络权重的幅度。',
    },
    group: 'optimisation',
    default: 0.0002,
    min: 1e-7,
    max: 1,
    arrowStep: 0.0001,
    referenceName: 'lr',
  }),
  beta1: real({
    label: { en: 'Adam beta 1', zh: 'Adam 的 β₁' },
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
  }),
  beta2: real({
    label: { en: 'Adam beta 2', zh: 'Adam 的 β₂' },
    meaning: {
      en: "Decay of Adam's running mean of the squared gradient.",
      zh: '梯度平方滑动平均的衰减系数。',
    },
    group: 'optimisation',
    default: 0.999,
    min: 0,
    max: 0.99999,
    arrowStep: 0.001,
    referenceName: 'b2',
  }),
}
