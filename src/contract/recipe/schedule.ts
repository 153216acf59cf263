import type { Words } from '../words'
import { real } from './entries'
import type { Entries, Values } from './entries'
import { averaging } from './averaging'
import { discriminatorView } from './discriminator-view'
import { optimiser } from './optimiser'
import { penalty } from './penalty'
import { changesIn, scheduled } from './scheduled-entries'

/** Every hyperparameter that can change during training; one line each. */
const scheduledEntries = {
  ...scheduled('learningRate', optimiser.learningRate, { default: 0, min: 0 }),
  ...scheduled('beta2', optimiser.beta2, { default: 0.99 }),
  ...scheduled('penaltyWeight', penalty.penaltyWeight, { default: 1 }),
  ...scheduled('augmentationProbability', discriminatorView.augmentationProbability, {
    default: 1,
  }),
  ...scheduled('emaHalfLife', averaging.emaHalfLife, { default: 500 }),
}

type NameOf<K> = K extends `${infer N}Schedule` ? N : never
/** The names of these hyperparameters. */
export type ScheduledName = NameOf<keyof typeof scheduledEntries>

const SUFFIX = 'Schedule'
const scheduledNames = Object.keys(scheduledEntries).flatMap((name) =>
  name.endsWith(SUFFIX) ? [name.slice(0, -SUFFIX.length)] : [],
)

/** Returns true if any of them changes during training. */
export const anyChanges = (values: Values): boolean =>
  scheduledNames.some((name) => {
    const entries: Entries = scheduledEntries
    return changesIn(values, name) && entries[`${name}${SUFFIX}`]?.appliesWhen?.(values) !== false
  })

const epochs = {
  unit: { en: 'epochs', one: 'epoch', zh: '轮' },
  min: 0,
  max: 100_000,
  arrowStep: 1,
}

/** 0 stands for the end of training. */
function endConflict(values: Values): Words | undefined {
  const { scheduleBegin: begin, scheduleEnd: end } = values
  if (!anyChanges(values) || end === 0 || !(Number(end) <= Number(begin))) return undefined
  return {
    en: `Must be after epoch ${String(begin)}, where schedules begin, or 0 for the end of training.`,
    zh: `必须晚于计划开始的第 ${String(begin)} 轮，或为 0（训练结束时）`,
  }
}

function beginConflict(values: Values): Words | undefined {
  const { scheduleBegin, scheduleEnd, epochs } = values
  if (!anyChanges(values) || scheduleEnd !== 0 || !(Number(scheduleBegin) >= Number(epochs)))
    return undefined
  return {
    en: `Must be before training ends, at epoch ${String(epochs)}.`,
    zh: `必须早于训练结束（共 ${String(epochs)} 轮）`,
  }
}

/** How hyperparameters change during training. */
export const schedule = {
  warmUp: real({
    label: { en: 'Warm-up', zh: '预热' },
    meaning: {
      en: 'Number of epochs over which the learning rate rises linearly from near 0. 0 = no warm-up.',
      zh: '训练开始时，学习率从接近 0 逐步升高所用的轮数。0 表示不预热。',
    },
    zero: { en: 'None', zh: '无' },
    group: 'schedule',
    default: 0,
    absent: 0,
    ...epochs,
  }),
  ...scheduledEntries,
  scheduleBegin: real({
    label: { en: 'Schedule start', zh: '计划开始' },
    meaning: {
      en: 'The number of epochs after which scheduled values begin to change.',
      zh: '经过多少轮后，各项计划开始变化。',
    },
    group: 'schedule',
    default: 0,
    absent: 0,
    ...epochs,
    max: 99_999,
    appliesWhen: anyChanges,
    conflict: beginConflict,
  }),
  scheduleEnd: real({
    label: { en: 'Schedule end', zh: '计划结束' },
    meaning: {
      en:
        'The number of epochs after which scheduled values reach their final values. 0 = the end of training. ' +
        'The number is fixed when the run starts: training longer then keeps the final values.',
      zh: '经过多少轮后，各项计划达到最终值。0 表示训练结束时。此轮数在训练开始时确定；之后若延长训练，则保持最终值。',
    },
    zero: { en: 'End of training', zh: '训练结束时' },
    group: 'schedule',
    default: 0,
    absent: 0,
    ...epochs,
    appliesWhen: anyChanges,
    conflict: endConflict,
  }),
}
