import { MAX_GROUP } from '../../../../contract/annotations'
import type { EngineChoice } from '../../../../contract/engines'
import { USUAL_COUNT } from '../../../../contract/evaluations/measuring'
import { hyperparameterNames } from '../../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../../contract/hyperparameters'
import { firstFaults, issueWords } from '../../../../contract/issue-words'
import { asSentence, withCapital } from '../../../../contract/notices'
import type { RunConfig } from '../../../../contract/run'
import { sweepSpecSchema } from '../../../../contract/sweep/spec'
import type { SweepFile, SweepSpec } from '../../../../contract/sweep/spec'
import { i18n } from '../../../i18n/i18n.svelte'
import { perStudio } from '../../../state/per-studio.svelte'
import { NetChoice } from '../../quality/measure/net-choice.svelte'
import { axisFault, axisOf, draftOf, newAxis, partsOf } from './axis-draft'
import type { AxisDraft } from './axis-draft'
import { baseOf, settingsOfBase } from './base'
import type { Base } from './base'

/** The fields of a sweep, as edited. */
export class SweepForm {
  name = $state('')
  dataset = $state('')
  engine: EngineChoice = 'auto'
  threads = 0
  base = $state.raw<Base>({ preset: 'reference', hyperparameters: {} })
  axes = $state<AxisDraft[]>([])
  seeds = $state('1')
  method = $state<'grid' | 'random'>('grid')
  drawn = $state(20)
  drawSeed = $state(1)
  metric = $state('fid')
  readonly net = new NetChoice()
  images = $state(USUAL_COUNT)
  halves = $state(true)
  eta = $state(3)
  rungs = $state<'automatic' | 'images'>('automatic')
  rungImages = $state('')
  /** Whether the settings were ever chosen: from the form of New run, or from a file. */
  filled = $state(false)

  /** The file that the fields describe; its values may be invalid. */
  readonly file = $derived.by((): SweepFile => {
    const isGrid = this.method === 'grid'
    const { name, dataset, engine, threads, metric, images, eta } = this
    const net = this.net.request
    const axes = this.axes.map((axis) => [axis.name, axisOf(axis, isGrid)] as const)
    const numbers = (text: string): number[] => partsOf(text).map(Number)
    const ends = this.rungs === 'images' ? { images: numbers(this.rungImages) } : {}
    return {
      ...{ name, dataset, engine, threads, ...this.base },
      axes: Object.fromEntries(axes),
      seeds: numbers(this.seeds),
      method: this.method,
      ...(isGrid ? {} : { random: { count: this.drawn, seed: this.drawSeed } }),
      ...{ metric, ...(net === undefined ? {} : { net }), images },
      ...(this.halves ? { halving: { eta, ...ends } } : {}),
    }
  })

  /** Sentences about fields at fault, by field: `axes.<name>`, or a path in the file. */
  readonly faults = $derived.by((): Readonly<Record<string, string>> => {
    const found: Record<string, string> = {}
    for (const issue of this.parsed.error?.issues ?? []) {
      const field = fieldOf(issue.path.map(String))
      const [words] = firstFaults(issueWords(issue))
      if (words === undefined) continue
      found[field] ??= withCapital(asSentence(i18n.words(words), i18n.language))
    }
    const isGrid = this.method === 'grid'
    for (const axis of this.axes) {
      const fault = axisFault(axis, isGrid)
      if (fault !== undefined) found[`axes.${axis.name}`] = fault
    }
    return found
  })
  /** Undefined while a field is at fault. */
  readonly spec = $derived.by((): SweepSpec | undefined =>
    Object.keys(this.faults).length === 0 ? this.parsed.data : undefined,
  )
  private readonly parsed = $derived(sweepSpecSchema.safeParse(this.file))

  /** The settings that can be varied and are not. */
  readonly addable = $derived(
    hyperparameterNames.filter(
      (name) => name !== 'seed' && !this.axes.some((axis) => axis.name === name),
    ),
  )

  add(name: HyperparameterName): void {
    const value = settingsOfBase(this.base)?.[name]
    if (value !== undefined) this.axes.push(newAxis(name, value))
  }

  remove(name: HyperparameterName): void {
    this.axes = this.axes.filter((axis) => axis.name !== name)
  }

  /** Takes the settings that all runs share from a run's; the axes and the rest stay. */
  takeBase({ hyperparameters, dataset, engine, threads }: Omit<RunConfig, 'networks'>): void {
    this.base = baseOf(hyperparameters)
    Object.assign(this, { dataset, engine, threads })
    if (!this.filled) this.seeds = String(hyperparameters.seed)
    this.filled = true
  }

  /** Replaces everything with a file's. */
  open(spec: SweepSpec): void {
    const { name, dataset, engine, threads, metric, images, method, halving, random } = spec
    const { preset, hyperparameters } = spec
    Object.assign(this, { name, dataset, engine, threads, metric, images, method, filled: true })
    this.base = { preset, hyperparameters }
    this.net.kind = spec.net?.id ?? 'suited'
    this.net.path = spec.net?.id === 'folder' ? spec.net.path : ''
    this.axes = Object.entries(spec.axes).flatMap(([axis, values]) => {
      const known = hyperparameterNames.find((one) => one === axis)
      return known === undefined ? [] : [draftOf(known, values)]
    })
    this.seeds = spec.seeds.join(', ')
    this.drawn = random?.count ?? this.drawn
    this.drawSeed = random?.seed ?? this.drawSeed
    this.halves = halving !== undefined
    this.eta = halving?.eta ?? this.eta
    this.rungs = halving?.images === undefined ? 'automatic' : 'images'
    this.rungImages = halving?.images?.join(', ') ?? ''
  }
}

/** The field that a path in the file belongs to. */
function fieldOf([first = '', second]: readonly string[]): string {
  const nested = ['axes', 'random', 'halving', 'hyperparameters', 'net'].includes(first)
  return nested && second !== undefined ? `${first}.${second}` : first
}

/** The name of a new sweep: the data set's, at most as long as a group's. */
export const sweepName = (title: string, n: number): string => {
  const end = ` ${n}`
  return title.slice(0, MAX_GROUP - end.length) + end
}

/** The form for a new sweep, kept while other screens are open. */
export const openSweepForm = perStudio(() => new SweepForm())
