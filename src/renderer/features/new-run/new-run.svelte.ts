import type { DatasetListing } from '../../../contract/api'
import type { EngineChoice } from '../../../contract/engines'
import {
  hyperparameterNames,
  hyperparameters as entries,
  hyperparametersSchema,
  presetNames,
  presets,
  hyperparameterSet,
} from '../../../contract/hyperparameters'
import type {
  HyperparameterName,
  Hyperparameters,
  PresetName,
} from '../../../contract/hyperparameters'
import { isOffered, namesIn } from '../../../contract/recipe/hyperparameter-set'
import { groupNames } from '../../../contract/recipe/entries'
import type { GroupName } from '../../../contract/recipe/entries'
import type { RunConfig } from '../../../contract/run'
import type { SavedPreset, Settings } from '../../../contract/settings'
import type { Issue } from '../../i18n/explain-issue'
import { perStudio } from '../../state/per-studio.svelte'
import { freeName, fromText, sameChanges, sameValues, wordsOf } from './form-values'
import type { Changes, Values } from './form-values'

export const NAME_MAX = 120

/** Where a form's values came from. */
interface Prefilled {
  /** The run whose settings they are. */
  from: string
  /** Those that differ from the run's. */
  changed: readonly HyperparameterName[]
  /** The caller's changes as they were given, to recognise the same prefill again. */
  changes: Changes
}

/** The run being prepared; it outlives a look at another screen. */
export class NewRunForm {
  values = $state<Values>({ ...presets.reference })
  /** The preset, or the run's values, that changes are marked against. */
  private base = $state.raw<Readonly<Values>>(presets.reference)
  /** Parts of the form that are not folded. */
  unfolded = $state<Record<Exclude<GroupName, 'basics'> | 'engineOptions', boolean>>({
    optimiser: false,
    model: false,
    saving: false,
    engineOptions: false,
  })
  private typedName = $state<string | null>(null)
  private chosenDataset = $state<string | null>(null)
  private chosenEngine = $state<EngineChoice | null>(null)
  private chosenThreads = $state<number | null>(null)
  private chosenCompile = $state<boolean | null>(null)
  /** What the form was last prefilled with. */
  prefilled = $state.raw<Prefilled | null>(null)

  constructor(
    private readonly settings: () => Settings,
    private readonly datasets: () => readonly DatasetListing[],
    private readonly names: () => readonly string[],
  ) {}

  /** MNIST where it is, else the first sound one; empty where there is none. */
  private readonly firstDataset = $derived.by(() => {
    const sound = this.datasets().filter(({ problem }) => problem === undefined)
    return (sound.find(({ name }) => name === 'mnist') ?? sound[0])?.name ?? ''
  })
  private readonly ownName = $derived.by(() => freeName(this.dataset, this.names()))
  private readonly parsed = $derived(hyperparametersSchema.safeParse(this.values))

  /** What is wrong with each hyperparameter that the contract refuses. */
  readonly issues = $derived.by(() => {
    const found: Partial<Record<HyperparameterName, Issue>> = {}
    for (const issue of this.parsed.error?.issues ?? []) {
      const name = hyperparameterNames.find((known) => known === issue.path[0])
      if (name !== undefined) found[name] ??= { code: issue.code, words: wordsOf(issue as object) }
    }
    return found
  })
  /** Undefined while something is wrong. */
  readonly config = $derived.by((): RunConfig | undefined => {
    if (!this.parsed.success || this.dataset === '' || !this.threadsAreRight) return undefined
    const { dataset, engine, threads, compile } = this
    const config = { hyperparameters: this.parsed.data, dataset, engine, threads }
    return compile ? config : { ...config, compile }
  })

  /** As typed, or else after the data set. */
  get name(): string {
    return this.typedName ?? this.ownName
  }
  set name(name: string) {
    this.typedName = name
  }
  get nameIsTyped(): boolean {
    return this.typedName !== null
  }
  /** Somebody is about to type: the name does not change under their hands, as by data sets that come late. */
  holdName(): void {
    this.typedName ??= this.ownName
  }
  /** A name that was left empty, or as it was, follows the data set again. */
  leaveName(): void {
    if (this.name.trim() === '' || this.name === this.ownName) this.typedName = null
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

  get threadsAreRight(): boolean {
    return Number.isInteger(this.threads) && this.threads >= 0 && this.threads <= 256
  }
  get nameIsRight(): boolean {
    const { length } = this.name.trim()
    return length > 0 && length <= NAME_MAX
  }

  /** The fields of a group that have a choice given the other values, in order. */
  namesIn(group: GroupName): HyperparameterName[] {
    return namesIn(hyperparameterSet, group).filter((name) => isOffered(entries[name], this.values))
  }
  /** Draws a new random value, for fields that allow it. */
  draw(name: HyperparameterName): void {
    const entry = entries[name]
    if (entry.kind !== 'integer') return
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    this.values[name] = entry.min + (drawn % (entry.max - entry.min + 1))
  }

  /** Whether it differs from the preset, or the run, that the form started from. */
  isChanged(name: HyperparameterName): boolean {
    return !Object.is(this.values[name], this.base[name])
  }
  /** What {@link reset} sets it to. */
  baseOf(name: HyperparameterName): number | string {
    return this.base[name]
  }
  reset(name: HyperparameterName): void {
    this.values[name] = this.base[name]
  }
  use(hyperparameters: Hyperparameters): void {
    this.base = hyperparameters
    this.values = { ...hyperparameters }
  }
  /** Unfolds every part that has a field in need of attention. */
  unfoldFaulty(): void {
    for (const group of groupNames) {
      if (group === 'basics') continue
      if (this.namesIn(group).some((name) => this.issues[name])) this.unfolded[group] = true
    }
    if (!this.threadsAreRight) this.unfolded.engineOptions = true
  }

  /** The preset that the values are, if they are one's. */
  presetIn(saved: readonly SavedPreset[]): PresetName | SavedPreset | undefined {
    const ours = presetNames.find((name) => sameValues(this.values, presets[name]))
    if (ours !== undefined) return ours
    return saved.find(({ hyperparameters }) => sameValues(this.values, hyperparameters))
  }

  /**
   * Takes over everything of a run but its name, with some hyperparameters changed. Screens come
   * here by the route `{ screen: 'newRun', from, changes }`. Does nothing if the form was last
   * prefilled with just this, so that edits survive a look at another screen.
   *
   * @param changes unknown names are ignored; a value out of range is shown as the form's error
   */
  prefill(config: RunConfig, { from, changes = {} }: { from: string; changes?: Changes }): void {
    const { prefilled } = this
    if (prefilled?.from === from && sameChanges(prefilled.changes, changes)) return
    const changed = hyperparameterNames.filter((name) => Object.hasOwn(changes, name))
    this.clear()
    this.use(config.hyperparameters)
    for (const name of changed) this.values[name] = fromText(name, changes[name] ?? '')
    this.chosenDataset = config.dataset
    this.chosenEngine = config.engine
    this.chosenThreads = config.threads
    this.chosenCompile = config.compile ?? true
    this.prefilled = { from, changed, changes }
  }

  /** @returns puts back all that is chosen and typed now */
  keep(): () => void {
    const kept = $state.snapshot({
      values: this.values,
      typedName: this.typedName,
      chosenDataset: this.chosenDataset,
      chosenEngine: this.chosenEngine,
      chosenThreads: this.chosenThreads,
      chosenCompile: this.chosenCompile,
      prefilled: this.prefilled,
    })
    return () => void Object.assign(this, kept)
  }

  /** The checkpoint of another run to start from, named by `changes.step`. */
  get startFrom(): { run: string; step: number } | undefined {
    const { from, changes } = this.prefilled ?? {}
    const step = /^\d{1,12}$/.exec(changes?.['step'] ?? '')?.[0]
    return from === undefined || step === undefined ? undefined : { run: from, step: Number(step) }
  }

  /** Back to what a newcomer sees. */
  clear(): void {
    this.use(presets.reference)
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
