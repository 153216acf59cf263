import { exampleSettings } from '../architectures/architecture'
import { architectures } from '../architectures/architectures'
import { hyperparameterNames, hyperparameters, presets } from '../hyperparameters'
import type { HyperparameterName, Hyperparameters } from '../hyperparameters'
import { optionsOf } from '../recipe/entries'

/** Returns the reference's settings with as few changes as the hyperparameter needs to apply. */
export function whereItApplies(name: HyperparameterName): Hyperparameters {
  const { appliesWhen = () => true } = hyperparameters[name]
  let all: Hyperparameters[] = [presets.reference]
  for (let changes = 0; changes < 3; changes++) {
    const found = all.find(appliesWhen)
    if (found !== undefined) return found
    all = all.flatMap(withOneChange)
  }
  throw new Error(`${name} never applies`)
}

const withOneChange = (values: Hyperparameters): Hyperparameters[] =>
  hyperparameterNames.flatMap((name) => {
    if (name === 'architecture') return withOtherArchitecture(values)
    const entry = hyperparameters[name]
    const range = entry.kind === 'integer' || entry.kind === 'real' ? entry : undefined
    const others =
      range === undefined
        ? (optionsOf(entry) ?? []).map(({ value }) => value)
        : [Math.min(range.max, values[name] as number) + range.arrowStep]
    return others.map((value) => ({ ...values, [name]: value }))
  })

/** Each architecture, with sizes that it supports. */
const withOtherArchitecture = (values: Hyperparameters): Hyperparameters[] =>
  Object.entries(architectures).map(([name, architecture]) => ({
    ...values,
    ...exampleSettings(architecture),
    architecture: name as Hyperparameters['architecture'],
  }))
