import { parseClasses } from '../../../contract/class-choice'
import { generatedStem } from '../../../contract/file-names'
import type { GeneratedName } from '../../../contract/file-names'
import type { Generated, GeneratorSourceRef, WeightsChoice } from '../../../contract/generated'
import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import { i18n } from '../../i18n/i18n.svelte'
import { perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { openRun } from '../run/run-view.svelte'
import type { RunView } from '../run/run-view.svelte'
import { ImageSelection } from './results/image-selection.svelte'
import { saveGif, saveImages } from './results/save-images'
import { randomSeed } from './random-seed'
import { classesOf } from './classes-of'
import { uploadWeights } from './weights-upload'
import type { Upload } from './weights-upload'
import { generateTexts } from './texts/texts'

type Statistics = 'running' | 'batch'
type SourceKind = GeneratorSourceRef['kind']
type Work = 'upload' | 'generate' | 'interpolate'

/** The weights and settings that the shown images were generated with. */
export interface Origin extends GeneratedName {
  statistics: Statistics
  /** The number of images after which the classes repeat; absent without classes. */
  cycle?: number | undefined
  /** The names of the classes by number, if they have names. */
  classNames?: readonly string[] | undefined
  /** Absent if there was no choice. */
  weights?: WeightsChoice | undefined
}

/** Images between two images of a set, `from` and `to`, counted from 0. */
export interface Interpolation {
  set: Generated
  from: number
  to: number
}

/** Milliseconds per frame of an interpolation. */
export const FRAME_MS = 90

/** The state of the Generate screen: weights, settings and results. */
export class Generation {
  count = $state(25)
  seed = $state(randomSeed())
  latentScale = $state(1)
  statistics = $state<Statistics>('running')
  /** Has an effect if the run averages its generator. */
  weights = $state<WeightsChoice>('ema')

  /** The classes to make images of, as typed; empty for all. */
  classText = $state('')

  private chosenKind = $state<SourceKind>('checkpoint')
  /** The run whose checkpoints are shown. */
  view = $state.raw<RunView>()
  /** The step of the chosen checkpoint; undefined for the newest. */
  private chosenStep = $state<number>()
  upload = $state.raw<Upload>()

  result = $state.raw<Generated>()
  /** The origin of the current result. */
  origin = $state.raw<Origin>()
  selection = $state.raw(new ImageSelection())
  frames = $state(16)
  interpolation = $state.raw<Interpolation>()

  private failure = $state.raw<{ work: Work; report: ErrorReport }>()
  busy = $state<Work>()
  saving = $state(false)
  private attempts = 0

  /** Newest first. */
  readonly checkpoints = $derived(
    (this.view?.detail?.checkpoints ?? []).toSorted((a, b) => b.step - a.step),
  )
  readonly step = $derived(
    this.checkpoints.find(({ step }) => step === this.chosenStep)?.step ??
      this.checkpoints[0]?.step,
  )
  readonly source = $derived.by((): GeneratorSourceRef | undefined => {
    const { chosenKind: kind, view, step, upload } = this
    if (kind === 'upload') return upload === undefined ? undefined : { kind, id: upload.id }
    return view === undefined || step === undefined ? undefined : { kind, id: view.id, step }
  })

  /** True if the chosen run has a moving average of its generator. */
  readonly averaged = $derived(
    this.chosenKind === 'checkpoint' &&
      this.view?.detail?.summary.config.hyperparameters.averaging === 'ema',
  )

  /** The number of classes, if the chosen generator takes labels. */
  readonly classes = $derived.by((): number | undefined => {
    if (this.chosenKind === 'upload') return this.upload?.classes
    return classesOf(this.view?.detail?.summary.config)
  })
  /** The names of the classes; undefined if they have none. */
  readonly classNames = $derived.by((): readonly string[] | undefined =>
    this.chosenKind === 'upload' ? undefined : (this.view?.detail?.summary.classNames ?? undefined),
  )
  /** The classes to make images of: undefined for all, `invalid` if they cannot be read. */
  readonly chosenClasses = $derived.by((): readonly number[] | 'invalid' | undefined => {
    if (this.classes === undefined || this.classText.trim() === '') return undefined
    return parseClasses(this.classText, this.classes) ?? 'invalid'
  })

  /** The last error of generating or interpolating. */
  readonly error = $derived(this.failure?.work === 'upload' ? undefined : this.failure?.report)
  /** The last error of opening a file, unless another kind of source is chosen. */
  readonly fileError = $derived(
    this.failure?.work === 'upload' && this.kind === 'upload' ? this.failure.report : undefined,
  )

  constructor(private readonly studio: StudioState) {}

  get kind(): SourceKind {
    return this.chosenKind
  }

  chooseKind(kind: SourceKind): void {
    this.chosenKind = kind
    this.failure = undefined
  }

  /** Shows a run's checkpoints and selects the one at a step, or else the newest. */
  chooseRun(id: string, step?: number): void {
    this.chooseKind('checkpoint')
    this.view = openRun(this.studio, id)
    this.chosenStep = step
  }

  chooseStep(step: number): void {
    this.chosenStep = step
    this.failure = undefined
  }

  rollSeed(): void {
    this.seed = randomSeed()
  }

  /** Uploads a safetensors file and uses it as the source. */
  async open(file: File): Promise<void> {
    await this.attempt('upload', async (isNewest) => {
      const upload = await uploadWeights(this.studio.client, file)
      if (isNewest()) this.upload = upload
    })
  }

  async generate(): Promise<void> {
    const { source, count, seed, latentScale, statistics, upload, view } = this
    const { chosenClasses, classNames } = this
    if (source === undefined || chosenClasses === 'invalid') return
    const from =
      source.kind === 'upload'
        ? { file: upload?.name ?? '' }
        : { run: view?.detail?.summary.name ?? '', step: source.step }
    await this.attempt('generate', async (isNewest) => {
      const weights = this.averaged ? { weights: this.weights } : {}
      const classes = chosenClasses === undefined ? {} : { classes: [...chosenClasses] }
      const given = { seed, latentScale, statistics, ...weights, ...classes }
      const result = await this.studio.client.call('generate', { source, count, ...given })
      if (!isNewest()) return
      this.result = result
      const cycle = chosenClasses?.length ?? this.classes
      this.origin = { from, cycle, classNames, ...given }
      this.selection = new ImageSelection()
      this.interpolation = undefined
    })
  }

  /** Interpolates between the two selected images. */
  async interpolate(): Promise<void> {
    const { result, frames } = this
    const [from, to] = this.selection.ends ?? []
    if (result === undefined || from === undefined || to === undefined) return
    await this.attempt('interpolate', async (isNewest) => {
      const request = { id: result.id, from, to, frames }
      const set = await this.studio.client.call('interpolate', request)
      if (isNewest()) this.interpolation = { set, from, to }
    })
  }

  /** The beginning of the names of files with these images. */
  stem(between?: { from: number; to: number }): string {
    return this.origin === undefined ? '' : generatedStem({ ...this.origin, between })
  }

  /** Downloads the selected images. */
  async saveSelected(): Promise<void> {
    const { result, selection } = this
    if (result === undefined) return
    const { numbers } = selection
    await this.save(async () => {
      const file = await saveImages(result, numbers, this.stem())
      return () => i18n.of(generateTexts).results.saved(numbers.length, file)
    })
  }

  async saveGif({ set, from, to }: Interpolation): Promise<void> {
    const file = `${this.stem({ from, to })}.gif`
    await this.save(async () => {
      await saveGif(set, FRAME_MS, file)
      return () => i18n.of(generateTexts).interpolate.saved(file)
    })
  }

  /** @param work returns a message about what was saved, in the page's language */
  private async save(work: () => Promise<() => string>): Promise<void> {
    this.saving = true
    try {
      this.studio.toasts.good(await work())
    } catch (error) {
      this.studio.report(error)
    } finally {
      this.saving = false
    }
  }

  private async attempt(
    work: Work,
    perform: (isNewest: () => boolean) => Promise<void>,
  ): Promise<void> {
    const mine = ++this.attempts
    this.busy = work
    this.failure = undefined
    try {
      await perform(() => mine === this.attempts)
    } catch (error) {
      if (mine === this.attempts) this.failure = { work, report: toReport(error) }
    } finally {
      if (mine === this.attempts) this.busy = undefined
    }
  }
}

export const openGeneration = perStudio((studio) => new Generation(studio))
