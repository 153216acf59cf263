import { choice, real } from './entries'
import type { Described, NumberSpec, Values } from './entries'
import { schedules } from './schedules/schedules'

interface Final {
  /** The default of the final value, and its least value if that differs from the first value's. */
  default: number
  min?: number
}

/**
 * The two hyperparameters that let another one change during training: `<name>Schedule` and the
 * final value, `<name>End`. A document without them is of a run whose value stays the same.
 */
export function scheduled<const N extends string>(
  name: N,
  entry: Described & Omit<NumberSpec, 'default'>,
  final: Final,
) {
  const { label, max, min, unit, arrowStep, appliesWhen: applies = () => true } = entry
  const lower = label.en.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
  const changes = choice({
    label: { en: `${label.en} schedule`, zh: `${label.zh}的变化` },
    about: {
      en: `How “${label.en}” changes between the epochs where schedules begin and end.`,
      zh: `“${label.zh}”在计划开始与结束的轮数之间如何变化。`,
    },
    group: 'schedule',
    default: 'constant',
    absent: 'constant',
    options: schedules,
    appliesWhen: applies,
  })
  const end = real({
    label: { en: `Final ${lower}`, zh: `最终${label.zh}` },
    meaning: {
      en: `The value at the end of the schedule and after it; the first value is that of “${label.en}”.`,
      zh: `计划结束时及之后的值；起始值即“${label.zh}”。`,
    },
    group: 'schedule',
    ...{ default: final.default, absent: final.default },
    ...{ min: final.min ?? min, max, arrowStep, ...(unit === undefined ? {} : { unit }) },
    appliesWhen: (values) => changesIn(values, name) && applies(values),
  })
  return { [`${name}Schedule`]: changes, [`${name}End`]: end } as Record<
    `${N}Schedule`,
    typeof changes
  > &
    Record<`${N}End`, typeof end>
}

/** Returns true if the hyperparameter of that name has a schedule that changes it. */
export function changesIn(values: Values, name: string): boolean {
  const schedule = values[`${name}Schedule`]
  return schedule !== undefined && schedule !== 'constant'
}
