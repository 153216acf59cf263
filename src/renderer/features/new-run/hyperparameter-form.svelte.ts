import { CUSTOM } from '../../../contract/architectures/architectures'
import {
  networkConflicts,
  setByNetworks,
  settingsOf,
} from '../../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../../contract/architectures/own-networks'
import {
  hyperparameterNames,
  hyperparameters as entries,
  hyperparameterSet,
  hyperparametersSchema,
  presetNames,
  presets,
  presetsByName,
} from '../../../contract/hyperparameters'
import type {
  HyperparameterName,
  Hyperparameters,
  PresetName,
} from '../../../contract/hyperparameters'
import { groupNames } from '../../../contract/recipe/entries'
import type { GroupName } from '../../../contract/recipe/entries'
import { isOffered, namesIn } from '../../../contract/recipe/hyperparameter-set'
import type { SavedPreset } from '../../../contract/settings'
import type { Issue } from '../../i18n/explain-issue'
import { conflictOf, sameValues } from './form-values'
import type { Values } from './form-values'

/** The origin of the values against which changes are marked; `default` is the reference preset. */
export type Origin = 'default' | 'preset' | 'run'

/** The hyperparameters of a form: their values, validation, and changes from a preset or run. */
export class HyperparameterForm {
  values = $state<Values>({ ...presets.reference })
  /** The values of a preset or run, against which changes are marked. */
  protected base = $state.raw<Readonly<Values>>(presets.reference)
  protected baseOrigin = $state<Origin>('default')
  /** The preset that the form started from; undefined after copying a run. */
  protected basePreset = $state.raw<SavedPreset | undefined>(presetsByName.reference)
  /** The user's own networks, and the name of the file that they were opened from, if any. */
  protected own = $state.raw<OwnNetworks | undefined>(undefined)
  protected ownFile = $state.raw<string | undefined>(undefined)
  /** The networks of the copied run. */
  protected baseNetworks = $state.raw<OwnNetworks | undefined>(undefined)
  protected readonly parsed = $derived(hyperparametersSchema.safeParse(this.values))

  /** The first validation issue of each invalid hyperparameter. */
  readonly issues = $derived.by(() => {
    const found: Partial<Record<HyperparameterName, Issue>> = {}
    for (const issue of this.parsed.error?.issues ?? []) {
      const name = hyperparameterNames.find((known) => known === issue.path[0])
      if (name === undefined) continue
      found[name] ??= { code: issue.code, words: conflictOf(issue as object) }
    }
    for (const { name, words } of this.own ? networkConflicts(this.values, this.own) : []) {
      const known = hyperparameterNames.find((one) => one === name)
      if (known !== undefined) found[known] ??= { words }
    }
    return found
  })

  /** Returns the fields of a group that apply to the other values, in order. */
  namesIn(group: GroupName): HyperparameterName[] {
    return namesIn(hyperparameterSet, group)
      .filter((name) => isOffered(entries[name], this.values))
      .filter((name) => this.own === undefined || !setByNetworks.includes(name))
  }

  /** Returns true if the form has a field for the hyperparameter. */
  isShown(name: HyperparameterName): boolean {
    return this.namesIn(entries[name].group).includes(name)
  }

  /** Returns the groups with a field that applies, and the networks, in order. */
  get groups(): GroupName[] {
    return groupNames.filter((group) => group === 'networks' || this.namesIn(group).length > 0)
  }

  get networks(): OwnNetworks | undefined {
    return this.own
  }

  /** The name of the architecture file; undefined if the networks were copied from a run. */
  get networksFile(): string | undefined {
    return this.ownFile
  }

  /** Returns true if the networks are not those that the form started with. */
  get networksChanged(): boolean {
    return this.own !== undefined && this.own !== this.baseNetworks
  }

  /** Uses the networks of an architecture file, and the values that they determine. */
  openNetworks(networks: OwnNetworks, file?: string): void {
    this.own = networks
    this.ownFile = file
    this.values = { ...this.values, ...settingsOf(networks) }
  }

  /** Returns to the networks that the form started with. */
  resetNetworks(): void {
    if (this.baseNetworks === undefined) this.removeNetworks()
    else this.openNetworks(this.baseNetworks)
  }

  /** Returns to a built-in architecture. */
  removeNetworks(): void {
    const built = this.base.architecture === CUSTOM ? presets.reference : this.base
    this.own = this.ownFile = undefined
    const names = hyperparameterNames.filter((name) => setByNetworks.includes(name))
    const restored = Object.fromEntries(names.map((name) => [name, built[name]]))
    this.values = { ...this.values, ...restored }
  }

  /** The values, with those that the user's own networks determine replaced. */
  private following(values: Readonly<Values>): Values {
    return { ...values, ...(this.own === undefined ? {} : settingsOf(this.own)) }
  }

  /** Sets a random value, for fields that allow it. */
  randomise(name: HyperparameterName): void {
    const entry = entries[name]
    if (entry.kind !== 'integer') return
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
    this.values[name] = entry.min + (random % (entry.max - entry.min + 1))
  }

  /** Returns true if the value differs from the preset or run that the form started from. */
  isChanged(name: HyperparameterName): boolean {
    return !Object.is(this.values[name], this.base[name])
  }

  /** The origin of the values that {@link reset} restores. */
  get origin(): Origin {
    return this.baseOrigin
  }

  /** The preset that the form started from; undefined after copying a run. */
  get preset(): SavedPreset | undefined {
    return this.basePreset
  }

  /** Returns the changed values that the form shows, in its order. */
  get changedNames(): HyperparameterName[] {
    return groupNames.flatMap((group) => this.namesIn(group)).filter((name) => this.isChanged(name))
  }

  /** Returns the value that {@link reset} restores. */
  baseOf(name: HyperparameterName): number | string {
    return this.base[name]
  }

  reset(name: HyperparameterName): void {
    // A custom architecture needs its networks.
    if (this.base[name] === CUSTOM) this.resetNetworks()
    else this.values[name] = this.base[name]
  }

  /** Takes back all changes, including the networks. */
  resetAll(): void {
    this.own = this.baseNetworks
    this.ownFile = undefined
    this.values = this.following(this.base)
  }

  /** @returns a function that restores the hyperparameters and networks as they are now */
  keepValues(): () => void {
    const { base, baseOrigin, basePreset, baseNetworks, own, ownFile } = this
    const kept = { base, baseOrigin, basePreset, baseNetworks, own, ownFile }
    const values = { ...this.values }
    return () => void Object.assign(this, kept, { values: { ...values } })
  }

  /**
   * Replaces all values with those of a preset; the user's own networks stay.
   *
   * @param fitted values in place of the preset's that fit it to a data set; they are no changes
   */
  applyPreset(preset: SavedPreset, fitted: Partial<Hyperparameters> = {}): void {
    this.apply(preset.hyperparameters)
    this.basePreset = preset
    this.adopt(fitted)
  }

  /** Sets values that the user did not choose, and so are not marked unless a run was copied. */
  adopt(fitted: Partial<Hyperparameters>): void {
    if (this.baseOrigin !== 'run') this.base = { ...this.base, ...fitted }
    this.values = this.following({ ...this.values, ...fitted })
  }

  /** Replaces all values, and the base for marking changes. */
  apply(
    hyperparameters: Hyperparameters,
    origin: Origin = hyperparameters === presets.reference ? 'default' : 'preset',
  ): void {
    this.base = hyperparameters
    this.baseOrigin = origin
    this.basePreset = this.baseNetworks = undefined
    this.values = this.following(hyperparameters)
  }

  /**
   * Returns the built-in or saved preset with exactly these values, if any; of several, the one
   * that the form started from.
   */
  matchingPreset(saved: readonly SavedPreset[]): PresetName | SavedPreset | undefined {
    const { basePreset } = this
    const started = presetNames.find((name) => presetsByName[name] === basePreset)
    // The base is the preset as it was fitted to a data set.
    if (started !== undefined && sameValues(this.values, this.base)) return started
    const isSaved = started === undefined
    const first = saved.find(({ name }) => isSaved && name === basePreset?.name)
    if (first !== undefined && sameValues(this.values, first.hyperparameters)) return first
    const builtIn = presetNames.find((name) => sameValues(this.values, presets[name]))
    if (builtIn !== undefined) return builtIn
    return saved.find(({ hyperparameters }) => sameValues(this.values, hyperparameters))
  }
}
