import { optionsOf } from './entries'
import type { Entries, Entry, Values } from './entries'

/**
 * Returns the names of the hyperparameters that keep another one from having an effect: those that
 * can give it an effect by changing alone or, if there are none, all that its effect depends on.
 */
export function decidingValues(entries: Entries, name: string, values: Values): string[] {
  const applies = entries[name]?.appliesWhen
  if (applies === undefined) return []
  const read = new Set<string>()
  const recording = new Proxy(values, {
    get(all, key) {
      if (typeof key === 'string' && key !== name && Object.hasOwn(entries, key)) read.add(key)
      return Reflect.get(all, key) as unknown
    },
  })
  if (applies(recording)) return []
  const depends = [...read]
  const enough = depends.filter((key) => {
    const entry = entries[key]
    return (
      entry !== undefined && others(entry).some((other) => applies({ ...values, [key]: other }))
    )
  })
  return enough.length > 0 ? enough : depends
}

/** Values that a hyperparameter could have instead. */
const others = (entry: Entry): (string | number)[] =>
  'min' in entry ? [entry.min, entry.max] : (optionsOf(entry) ?? []).map(({ value }) => value)
