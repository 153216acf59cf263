import type { DatasetListing } from '../../../contract/datasets/listing'
import type { EngineChoice } from '../../../contract/engines'
import { hyperparameterNames, presetsByName } from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import type { Notice } from '../../../contract/notices'
import { groupNames } from '../../../contract/recipe/entries'
import type { GroupName } from '../../../contract/recipe/entries'
import type { RunConfig } from '../../../contract/run'
import { unusedName } from '../../../contract/unused-name'
import type { Settings } from '../../../contract/settings'
import type { Issue } from '../../i18n/explain-issue'
import { perStudio } from '../../state/per-studio.svelte'
import { parseValue, sameChanges } from './form-values'
import type { Changes } from './form-values'
import { HyperparameterForm } from './hyperparameter-form.svelte'
import { labelsProblem, markedBy } from './marked-field'

export const NAME_MAX = 120

/** The origin of a prefilled form. */
interface Prefilled {
  /** The id of the run whose settings were copied. */
  from: string
  /** The hyperparameters that were changed from the run's. */
  changed: readonly HyperparameterName[]
  /** The requested changes, to recognise a repeated prefill. */
  changes: Changes
}

/** The form for a new run, kept while other screens are open. */
export class NewRunForm extends HyperparameterForm {
  /** The sections that were expanded, or collapsed again. */
  expanded = $state<Partial<Record<GroupName | 'engineOptions', boolean>>>({})
  private typedName = $state<string | null>(null)
  private chosenDataset = $state<string | null>(null)
  private chosenEngine = $state<EngineChoice | null>(null)
  private chosenThreads = $state<number | null>(null)
  private chosenCompile = $state<boolean | null>(null)
  /** The last prefill; null if the form was not prefilled. */
  prefilled = $state.raw<Prefilled | null>(null)
  /** The host's check of the form's values while the screen is open. */
  check = $state.raw<{ readonly problem: Notice | null } | undefined>(undefined)

  constructor(
    private readonly settings: () => Settings,
    private readonly datasets: () => readonly DatasetListing[],
    private readonly names: () => readonly string[],
  ) {
    super()
  }

  /** MNIST if available, else the first usable data set; empty if there is none. */
  private readonly firstDataset = $derived.by(() => {
    const usable = this.datasets().filter(({ problem }) => problem === undefined)
    return (usable.find(({ name }) => name === 'mnist') ?? usable[0])?.name ?? ''
  })
  private readonly defaultName = $derived.by(() => {
    const listing = this.datasets().find(({ name }) => name === this.dataset)
    return unusedName(listing?.title ?? this.dataset, this.names())
  })
  /** The run's configuration; undefined if any value is invalid. */
  readonly config = $derived.by((): RunConfig | undefined => {
    if (!this.parsed.success || this.dataset === '' || !this.threadsValid) return undefined
    if (Object.keys(this.issues).length > 0) return undefined
    const { dataset, engine, threads, compile, own: networks } = this
    const hyperparameters = this.parsed.data
    const config = { hyperparameters, networks, dataset, engine, threads }
    return compile ? config : { ...config, compile }
  })

  /**
   * The problem of each field that has one: the {@link issues} of the values themselves, and
   * conflicts with the data set, which leave the {@link config} defined.
   */
  readonly marks = $derived.by((): Partial<Record<HyperparameterName, Issue>> => {
    const listing = this.datasets().find((one) => one.name === this.dataset && !one.problem)
    const problems = [labelsProblem(listing, this.values.conditioning), this.check?.problem]
    const found = problems.flatMap((problem) => markedBy(problem) ?? [])
    const shown = found.filter(({ name }) => this.isShown(name))
    return { ...Object.fromEntries(shown.map(({ name, issue }) => [name, issue])), ...this.issues }
  })
  /** The host's problem with a value that the form does not show; undefined if there is none. */
  readonly hiddenProblem = $derived.by((): Notice | undefined => {
    const problem = this.check?.problem
    const name = markedBy(problem)?.name
    return name === undefined || this.isShown(name) ? undefined : (problem ?? undefined)
  })

  /** The typed name, or else one derived from the data set. */
  get name(): string {
    return this.typedName ?? this.defaultName
  }
  set name(name: string) {
    this.typedName = name
  }
  get nameEdited(): boolean {
    return this.typedName !== null
  }
  /** Stops deriving the name, so that it does not change while the user edits it. */
  beginNameEdit(): void {
    this.typedName ??= this.defaultName
  }
  /** Derives the name from the data set again if it is empty or unchanged. */
  endNameEdit(): void {
    if (this.name.trim() === '' || this.name === this.defaultName) this.typedName = null
  }
  /** Derives the name from the data set again. */
  forgetName(): void {
    this.typedName = null
  }
  get dataset(): string {
    return this.chosenDataset ?? this.firstDataset
  }
  set dataset(dataset: string) {
    this.chosenDataset = dataset
  }
  get engine(): EngineChoice {
    return this.chosenEngine ?? this.settings().engine
  }
  set engine(engine: EngineChoice) {
    this.chosenEngine = engine
  }
  get threads(): number {
    return this.chosenThreads ?? this.settings().threads
  }
  set threads(threads: number) {
    this.chosenThreads = threads
  }

  get compile(): boolean {
    return this.chosenCompile ?? this.settings().compile
  }
  set compile(compile: boolean) {
    this.chosenCompile = compile
  }

  get threadsValid(): boolean {
    return Number.isInteger(this.threads) && this.threads >= 0 && this.threads <= 256
  }
  get nameValid(): boolean {
    const { length } = this.name.trim()
    return length > 0 && length <= NAME_MAX
  }

  /** Expands every section that has an invalid field. */
  expandInvalid(): void {
    for (const group of groupNames) {
      if (group === 'basics') continue
      if (this.namesIn(group).some((name) => this.marks[name])) this.expanded[group] = true
    }
    if (!this.threadsValid) this.expanded.engineOptions = true
  }

  /**
   * Copies a run's settings, except its name, and applies changes. Does nothing if the last prefill
   * was the same, to keep edits when the user leaves the screen and comes back.
   *
   * @param changes values by hyperparameter; unknown names are ignored, invalid values are reported
   *   by the form
   */
  prefill(config: RunConfig, { from, changes = {} }: { from: string; changes?: Changes }): void {
    const { prefilled } = this
    if (prefilled?.from === from && sameChanges(prefilled.changes, changes)) return
    const changed = hyperparameterNames.filter((name) => Object.hasOwn(changes, name))
    this.clear()
    this.own = config.networks
    this.apply(config.hyperparameters, 'run')
    this.baseNetworks = config.networks
    for (const name of changed) this.values[name] = parseValue(name, changes[name] ?? '')
    this.chosenDataset = config.dataset
    this.chosenEngine = config.engine
    this.chosenThreads = config.threads
    this.chosenCompile = config.compile ?? true
    this.prefilled = { from, changed, changes }
  }

  /** @returns a function that restores the form's current values */
  snapshot(): () => void {
    const restoreValues = this.keepValues()
    const saved = $state.snapshot({
      typedName: this.typedName,
      chosenDataset: this.chosenDataset,
      chosenEngine: this.chosenEngine,
      chosenThreads: this.chosenThreads,
      chosenCompile: this.chosenCompile,
      prefilled: this.prefilled,
    })
    return () => {
      restoreValues()
      Object.assign(this, saved)
    }
  }

  /** The checkpoint to start from, given by `changes.step`; undefined to start from scratch. */
  get startFrom(): { run: string; step: number } | undefined {
    const { from, changes } = this.prefilled ?? {}
    const step = /^\d{1,12}$/.exec(changes?.['step'] ?? '')?.[0]
    return from === undefined || step === undefined ? undefined : { run: from, step: Number(step) }
  }

  /** Resets the form to its defaults. */
  clear(): void {
    this.own = this.ownFile = undefined
    this.applyPreset(presetsByName.reference)
    this.typedName = this.chosenDataset = this.chosenEngine = this.chosenThreads = null
    this.chosenCompile = null
    this.prefilled = null
  }
}

export const openNewRunForm = perStudio(
  ({ settings, datasets, runs }) =>
    new NewRunForm(
      () => settings.value,
      () => datasets.items,
      () => runs.all.map(({ name }) => name),
    ),
)
