import { hyperparameters } from '../hyperparameters'
import { imageMetrics } from '../metrics/images/image-metrics'
import type { Metric } from '../metrics/metric'
import { metrics } from '../metrics/metrics'
import { metricIn } from '../metrics/record'
import { optionsOf } from '../recipe/entries'
import type { Entry } from '../recipe/entries'
import type { FilterField, FilteredRun } from './filter'
import { runFields } from './run-fields'

/* The fields of filters: those of every run, all hyperparameters and all metrics. */

type Unkeyed = Omit<FilterField, 'key'> & { name: string }

function settingField([name, entry]: [string, Entry]): Unkeyed {
  const { label, referenceName, appliesWhen } = entry
  const options = optionsOf(entry)
  return {
    name,
    label,
    section: 'settings',
    kind: entry.kind === 'choice' ? 'choice' : 'number',
    aliases: referenceName === undefined ? [] : [referenceName],
    ...(options === undefined ? {} : { options }),
    values: ({ config }) => {
      const settings: Readonly<Record<string, string | number>> = config.hyperparameters
      const value = settings[name]
      return value === undefined || appliesWhen?.(settings) === false ? [] : [value]
    },
  }
}

const metricField =
  (valueIn: (run: FilteredRun, key: string) => number | undefined) =>
  ({ key, label }: Metric): Unkeyed => ({
    ...{ name: key, label, section: 'metrics', kind: 'number', aliases: [] },
    values: (run) => {
      const value = valueIn(run, key)
      return value === undefined ? [] : [value]
    },
  })

const newest = metricField(({ latest }, key) =>
  latest === null ? undefined : metricIn(latest, key),
)
const measured = metricField(({ quality }, key) =>
  quality !== null && Object.hasOwn(quality.values, key) ? quality.values[key] : undefined,
)

/** A setting and a metric may have the same name; the latter's key then begins with "metric.". */
function keyed(fields: readonly Unkeyed[]): FilterField[] {
  const taken = new Set<string>()
  return fields.map(({ name, ...field }) => {
    const key = taken.has(name) ? `metric.${name}` : name
    taken.add(name)
    return { ...field, key, aliases: [...field.aliases, name] }
  })
}

/** Derives the fields from tables of settings and metrics; the parameters are for tests. */
export const fieldsOf = (
  settings: Readonly<Record<string, Entry>> = hyperparameters,
  ofSteps: readonly Metric[] = metrics,
  ofImages: readonly Metric[] = imageMetrics,
): FilterField[] =>
  keyed([
    ...runFields,
    ...Object.entries(settings).map(settingField),
    ...ofImages.map(measured),
    ...ofSteps.map(newest),
  ])

export const filterFields: readonly FilterField[] = fieldsOf()

/** Returns undefined for a key that only another version knows. */
export const fieldOf = (
  key: string,
  fields: readonly FilterField[] = filterFields,
): FilterField | undefined => fields.find((field) => field.key === key)

/** A name without the spaces, hyphens and capitals that people write differently: "learningRate", "Learning rate", "learning-rate". */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')

/** The fields with a name: by key, label in any language, or alias. */
export function fieldsNamed(
  name: string,
  fields: readonly FilterField[] = filterFields,
): FilterField[] {
  const plain = plainName(name)
  return plain === '' ? [] : fields.filter((field) => plainNamesOf(field).includes(plain))
}

const plainNames = new WeakMap<FilterField, readonly string[]>()

function plainNamesOf(field: FilterField): readonly string[] {
  const { key, label, aliases } = field
  const names = plainNames.get(field) ?? [key, label.en, label.zh, ...aliases].map(plainName)
  plainNames.set(field, names)
  return names
}
