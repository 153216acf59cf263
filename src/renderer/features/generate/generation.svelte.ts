import type { Generated, GeneratorSourceRef } from '../../../contract/generated'
import type { CommandReply } from '../../../contract/api'
import { problemError, toReport } from '../../../contract/errors'
import type { ErrorReport, StudioError } from '../../../contract/errors'
import { fetchImage } from '../../images/fetch-image'
import { resourceUrl } from '../../images/resources'
import { saveBlob } from '../../images/save-file'
import { perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { openRun } from '../run/run-view.svelte'
import type { RunView } from '../run/run-view.svelte'
import { picked, randomSeed } from './results/generation-picks'

type Statistics = 'running' | 'batch'
type SourceKind = GeneratorSourceRef['kind']
/** Largest file whose base64 fits the contract's limit. */
const MAX_BYTES = 36_000_000

interface Origin {
  seed: number
  /** The name of a run and the step of its checkpoint, or the name of a file. */
  from: { run: string; step: number } | { file: string }
}

interface Upload extends CommandReply<'weights.upload'> {
  name: string
}

/** The state of the Generate screen: weights, settings and results. */
export class Generation {
  count = $state(25)
  seed = $state(randomSeed())
  latentScale = $state(1)
  statistics = $state<Statistics>('running')

  kind = $state<SourceKind>('checkpoint')
  /** The run whose checkpoints are shown. */
  view = $state.raw<RunView>()
  /** The step of the chosen checkpoint; undefined for the newest. */
  private chosenStep = $state<number>()
  upload = $state.raw<Upload>()

  result = $state.raw<Generated>()
  /** The origin of the current result. */
  origin = $state.raw<Origin>()
  picks = $state.raw<readonly number[]>([])
  frames = $state(16)
  strip = $state.raw<Generated>()

  error = $state.raw<ErrorReport>()
  busy = $state<'upload' | 'generate' | 'interpolate'>()
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
    const { kind, view, step, upload } = this
    if (kind === 'upload') return upload === undefined ? undefined : { kind, id: upload.id }
    return view === undefined || step === undefined ? undefined : { kind, id: view.id, step }
  })

  constructor(private readonly studio: StudioState) {}

  /** Shows a run's checkpoints and selects the one at a step, or else the newest. */
  chooseRun(id: string, step?: number): void {
    this.kind = 'checkpoint'
    this.view = openRun(this.studio, id)
    this.chosenStep = step
  }

  chooseStep(step: number): void {
    this.chosenStep = step
  }

  rollSeed(): void {
    this.seed = randomSeed()
  }

  /** Uploads a safetensors file and uses it as the source. */
  async open(file: File): Promise<void> {
    await this.attempt('upload', async (isNewest) => {
      if (file.size > MAX_BYTES) throw tooLarge(file)
      const base64 = await toBase64(file)
      const { client } = this.studio
      const reply = await client.call('weights.upload', { name: file.name, base64 })
      if (isNewest()) this.upload = { ...reply, name: file.name }
    })
  }

  async generate(): Promise<void> {
    const { source, count, seed, latentScale, statistics, upload, view } = this
    if (source === undefined) return
    const from =
      source.kind === 'upload'
        ? { file: upload?.name ?? '' }
        : { run: view?.detail?.summary.name ?? '', step: source.step }
    await this.attempt('generate', async (isNewest) => {
      const request = { source, count, seed, latentScale, statistics }
      const result = await this.studio.client.call('generate', request)
      if (!isNewest()) return
      this.result = result
      this.origin = { seed, from }
      this.picks = []
      this.strip = undefined
    })
  }

  pick(n: number): void {
    this.picks = picked(this.picks, n)
    this.strip = undefined
  }

  /**
   * Downloads the selected images. They are fetched first because Chromium may cancel all but one
   * of several concurrent downloads.
   */
  async savePicked(): Promise<void> {
    const { result, picks, studio } = this
    if (result === undefined) return
    try {
      for (const n of picks) {
        const image = await fetchImage(resourceUrl('generated', result.id, 'image', `${n}.png`))
        saveBlob(image, `${result.id}-image-${n}.png`)
      }
    } catch (error) {
      studio.report(error)
    }
  }

  /** Interpolates between the two selected images. */
  async interpolate(): Promise<void> {
    const { result, frames } = this
    const [from, to] = this.picks
    if (result === undefined || from === undefined || to === undefined) return
    await this.attempt('interpolate', async (isNewest) => {
      const request = { id: result.id, from, to, frames }
      const strip = await this.studio.client.call('interpolate', request)
      if (isNewest()) this.strip = strip
    })
  }

  private async attempt(
    what: NonNullable<Generation['busy']>,
    work: (isNewest: () => boolean) => Promise<void>,
  ): Promise<void> {
    const mine = ++this.attempts
    this.busy = what
    this.error = undefined
    try {
      await work(() => mine === this.attempts)
    } catch (error) {
      if (mine === this.attempts) this.error = toReport(error)
    } finally {
      if (mine === this.attempts) this.busy = undefined
    }
  }
}

export const openGeneration = perStudio((studio) => new Generation(studio))

const tooLarge = (file: File): StudioError =>
  problemError('usage', 'fileTooLarge', {}, { where: file.name })

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => {
      const why = String(reader.error)
      reject(problemError('storage', 'fileNotRead', { why }, { where: file.name }))
    }
    reader.readAsDataURL(file)
  })
}
