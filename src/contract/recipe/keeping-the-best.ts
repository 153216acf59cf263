import { integer } from './entries'
import type { Values } from './entries'
import type { Words } from '../words'

const measures = ({ metricsInterval }: Values): boolean => metricsInterval !== 0

const unmeasured = ({ patience, metricsInterval }: Values): Words | undefined =>
  patience === 0 || metricsInterval !== 0
    ? undefined
    : {
        en: 'Early stopping needs measurements: set a metrics interval, or enter 0 here.',
        zh: '提前停止需要评估：请设置评估间隔，或将此项设为 0。',
      }

/** Hyperparameters that use the measurements of a run's images. */
export const keepingTheBest = {
  keepBest: integer({
    label: { en: 'Best checkpoints kept', zh: '保留最佳检查点' },
    meaning: {
      en: 'How many of the checkpoints with the lowest FID stay on disk, besides the newest ones. 0 = none.',
      zh: '除最新的检查点外，在磁盘上保留多少个 FID 最低的检查点。0 表示不保留。',
    },
    zero: { en: 'None', zh: '不保留' },
    group: 'measuring',
    sameSteps: true,
    default: 1,
    absent: 0,
    min: 0,
    max: 1000,
    unit: { en: 'checkpoints', one: 'checkpoint', zh: '个' },
    arrowStep: 1,
    appliesWhen: (values) => measures(values) && values['keepCheckpoints'] !== 0,
  }),
  patience: integer({
    label: { en: 'Early stopping patience', zh: '提前停止的耐心值' },
    meaning: {
      en: 'Stops training when the best FID has not improved in this many measurements; FID varies, so 1 or 2 may stop too early. The run can be resumed. 0 = never.',
      zh: '最佳 FID 连续这么多次评估没有改善时停止训练；FID 会波动，设为 1 或 2 可能停得太早。之后仍可恢复训练。0 表示从不提前停止。',
    },
    zero: { en: 'Off', zh: '关闭' },
    group: 'measuring',
    sameSteps: true,
    default: 0,
    absent: 0,
    min: 0,
    max: 10_000,
    unit: { en: 'measurements', one: 'measurement', zh: '次评估' },
    arrowStep: 1,
    newConflict: unmeasured,
  }),
}
