import { choice, real } from './entries'
import type { Values } from './entries'

const options = {
  none: {
    label: { en: 'None', zh: '无' },
    meaning: { en: 'images use the current weights.', zh: '图像来自训练中的权重。' },
  },
  ema: {
    label: { en: 'Exponential', zh: '指数滑动平均' },
    meaning: {
      en: 'the influence of older weights halves every half-life.',
      zh: '较早权重的影响每经过一个半衰期减半。',
    },
  },
}

const isOn = ({ averaging }: Values): boolean => averaging === 'ema'

/** A moving average of the generator's weights. */
export const averaging = {
  averaging: choice({
    label: { en: 'Weight averaging (EMA)', zh: '权重平均（EMA）' },
    about: {
      en: 'A moving average (EMA) of the generator’s weights. Samples and generated images then use the averaged weights, which usually look better. Does not affect training.',
      zh: '生成器权重的滑动平均，生成的图像更稳定，且不影响训练。开启后，样本图和生成的图像都来自它。',
    },
    group: 'averaging',
    default: 'none',
    absent: 'none',
    options,
    changesStepCost: true,
    shapesState: true,
  }),
  emaHalfLife: real({
    label: { en: 'Half-life', zh: '半衰期' },
    meaning: {
      en: 'Number of training images after which a weight’s contribution to the average has halved. Longer is smoother but lags further behind.',
      zh: '经过多少张训练图像后，较早的权重在平均中的比重减半。越长越稳定，但跟随越慢。',
    },
    group: 'averaging',
    default: 10,
    absent: 10,
    min: 0.001,
    max: 1_000_000,
    unit: { en: 'thousand images', zh: '千张图像' },
    arrowStep: 1,
    appliesWhen: isOn,
  }),
  emaRampUp: real({
    label: { en: 'Ramp-up', zh: '渐增比例' },
    meaning: {
      en: 'Caps the half-life at this fraction of the images seen so far, so that the untrained initial weights are forgotten quickly. 0 = no cap.',
      zh: '使半衰期不超过已训练图像数的这一比例，以便尽快忘掉最初的权重。0 表示不限制。',
    },
    zero: { en: 'No cap', zh: '不限制' },
    group: 'averaging',
    default: 0.05,
    absent: 0.05,
    min: 0,
    max: 1,
    arrowStep: 0.01,
    appliesWhen: isOn,
  }),
}
