import { outputChart } from '../../../../contract/metrics/charts'
import type { Chart } from '../../../../contract/metrics/charts'
import { lossOf } from '../../../../contract/recipe/losses/smoothed'
import type { Loss } from '../../../../contract/recipe/losses/loss'
import type { RunSummary } from '../../../../contract/summary'

type Trained = Pick<RunSummary, 'name' | 'config'>

/** The runs that train with one loss. */
export interface LossGroup {
  loss: Loss
  /** The names of the runs. */
  runs: readonly string[]
}

/** Groups runs by their loss. */
export function lossGroups(runs: readonly Trained[]): LossGroup[] {
  const groups = new Map<Loss, string[]>()
  for (const { name, config } of runs) {
    const loss = lossOf(config.hyperparameters)
    groups.set(loss, [...(groups.get(loss) ?? []), name])
  }
  return [...groups].map(([loss, names]) => ({ loss, runs: names }))
}

/** The axis of a chart of step metrics, for runs with several losses. */
interface SharedAxis {
  /** The loss of all runs; undefined if there are several. */
  loss: Loss | undefined
  range: { min: number; max: number } | undefined
  mayBeLogarithmic: boolean
  /** False if the values of different losses have different units. */
  comparable: boolean
}

/** Returns how a chart is drawn so that it suits all of these losses. */
export function sharedAxis(chart: Chart, groups: readonly LossGroup[]): SharedAxis {
  const losses = groups.map(({ loss }) => loss)
  const [first, ...others] = losses.map((loss) => chart.describe(loss))
  const fixed = first?.range
  const isFixed = others.every(
    ({ range }) => range?.min === fixed?.min && range?.max === fixed?.max,
  )
  const probabilities = losses.every(({ output }) => output === 'probability')
  return {
    loss: losses.length === 1 ? losses[0] : undefined,
    range: isFixed ? fixed : undefined,
    mayBeLogarithmic: losses.every((loss) => chart.describe(loss).mayBeLogarithmic),
    comparable: losses.length < 2 || (chart === outputChart && probabilities),
  }
}
