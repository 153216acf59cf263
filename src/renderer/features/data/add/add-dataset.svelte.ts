import type { SourceDescription, SourceOptions } from '../../../../contract/datasets/source'
import { problemError, toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import { MAX_NAME } from '../../../../contract/run'
import type { Datasets } from '../../../state/datasets.svelte'
import { setTimer } from '../../../state/page/toasts.svelte'
import type { SetTimer } from '../../../state/page/toasts.svelte'
import { perStudio } from '../../../state/per-studio.svelte'
import { pathOf } from '../../../transport/bridge'
import { uploadFile } from '../../../transport/upload'
import type { UploadProgress } from '../../../transport/upload'
import { PreparationForm } from './preparation-form.svelte'
import { PreviewLoader } from './preview.svelte'
import { freeName, suggestedName } from '../../../../contract/datasets/suggest'
import { offeredOptions } from './offered-options'

/** The time after the last change of an option until the source is read again. */
const DEBOUNCE_MS = 400
/** Files that a browser can send as they are; everything else must be zipped. */
const UPLOADABLE = /\.(zip|npz|npy)$/i

/** The upload in progress. */
export interface Upload extends UploadProgress {
  name: string
  bytes: number
  cancel: () => void
}

/** Access to the paths of files, and to uploads; tests pass fakes. */
export interface FileAccess {
  pathOf: (file: File) => string | undefined
  upload: typeof uploadFile
  later: SetTimer
}

/** The data set to be added: its source, preparation and name. */
export class AddDataset {
  private typedPath = $state('')
  /** The options that the user gave. */
  options = $state.raw<SourceOptions>({})
  /** The contents of the source; undefined until it was read. */
  description = $state.raw<SourceDescription>()
  /** Why the source could not be read or uploaded; stays until it is read again. */
  error = $state.raw<ErrorReport>()
  /** Why the import could not begin. */
  startError = $state.raw<ErrorReport>()
  reading = $state(false)
  starting = $state(false)
  upload = $state.raw<Upload>()
  readonly preparation = new PreparationForm()
  readonly preview: PreviewLoader
  private typedName = $state<string | null>(null)
  /** The name of an uploaded file, whose path on the studio's machine says little. */
  private fileName = $state.raw<string>()
  private latest = 0
  private cancelTimer: () => void = () => undefined

  constructor(
    private readonly client: StudioClient,
    private readonly datasets: Datasets,
    private readonly access: FileAccess = { pathOf, upload: uploadFile, later: setTimer },
  ) {
    this.preview = new PreviewLoader(client, access.later)
  }

  get path(): string {
    return this.typedPath
  }
  /** Another path is another source, so everything read from the last one is dropped. */
  set path(path: string) {
    if (path === this.typedPath) return
    this.forget()
    this.typedPath = path
  }

  readonly offered = $derived.by(() =>
    this.description === undefined &&
    (this.error === undefined || this.error.problem?.code === 'sourceMissing')
      ? []
      : offeredOptions(this.description, this.typedPath),
  )
  private readonly defaultName = $derived.by(() => {
    const names = this.datasets.items.flatMap(({ name, title }) => [name, title])
    return freeName(suggestedName(this.fileName ?? this.typedPath), names)
  })
  get name(): string {
    return this.typedName ?? this.defaultName
  }
  set name(name: string) {
    this.typedName = name
  }
  get nameValid(): boolean {
    const { length } = this.name.trim()
    return length > 0 && length <= MAX_NAME
  }

  /** The source as it was read; undefined until then. */
  readonly source = $derived.by(() => {
    const { description } = this
    return description && { path: description.path, options: description.options }
  })
  readonly ready = $derived(
    this.source !== undefined && this.error === undefined && this.preparation.value !== undefined,
  )

  /** Reads what the source contains. */
  async describe(): Promise<void> {
    const path = this.typedPath.trim()
    if (path === '') return
    this.cancelTimer()
    const mine = ++this.latest
    this.reading = true
    try {
      const source = { path, options: this.options }
      const description = await this.client.call('sources.describe', { source })
      if (mine !== this.latest) return
      if (this.description === undefined) this.preparation.suggest(description)
      else this.preparation.useClasses(description.classes ?? [])
      this.description = description
      this.error = undefined
    } catch (error) {
      if (mine !== this.latest) return
      this.error = toReport(error)
    }
    this.reading = false
  }

  /** Changes options of the source, which is then read again. */
  setOptions(change: { [K in keyof SourceOptions]?: SourceOptions[K] | undefined }): void {
    const changed = Object.entries({ ...this.options, ...change })
    // The schema parses what a form gives before it is sent.
    const given = changed.filter(([, value]) => value !== undefined)
    this.options = Object.fromEntries(given) as SourceOptions
    this.cancelTimer()
    this.cancelTimer = this.access.later(DEBOUNCE_MS, () => void this.describe())
  }

  /** Takes a file or folder that was chosen or dropped. @param folder whether it is a folder */
  async choose(file: File, folder = false): Promise<void> {
    this.cancelUpload()
    this.forget()
    const path = this.access.pathOf(file)
    if (path !== undefined) {
      this.typedPath = path
      return this.describe()
    }
    this.typedPath = ''
    if (folder) this.error = toReport(problemError('usage', 'uploadIsFolder', {}))
    else if (!UPLOADABLE.test(file.name)) {
      const where = { where: file.name }
      this.error = toReport(problemError('usage', 'uploadOtherType', {}, where))
    } else await this.send(file)
  }

  cancelUpload(): void {
    this.upload?.cancel()
    this.upload = undefined
  }

  private async send(file: File): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    const about = { name: file.name, bytes: file.size, cancel: () => controller.abort() }
    this.upload = { ...about, sent: 0, waiting: false }
    const onProgress = (progress: UploadProgress) => {
      if (!signal.aborted) this.upload = { ...about, ...progress }
    }
    try {
      const { path } = await this.access.upload(file, onProgress, signal)
      if (signal.aborted) return
      this.upload = undefined
      this.path = path
      this.fileName = file.name
      await this.describe()
    } catch (error) {
      if (signal.aborted) return
      this.upload = undefined
      this.error = toReport(error)
    }
  }

  /** Begins the import. @returns whether it has begun */
  async start(): Promise<boolean> {
    const { source, starting } = this
    const preparation = this.preparation.value
    if (source === undefined || preparation === undefined || starting || !this.nameValid)
      return false
    this.starting = true
    this.startError = undefined
    try {
      const name = this.name.trim()
      await this.datasets.startImport({ source, preparation, name })
      this.clear()
      return true
    } catch (error) {
      this.startError = toReport(error)
      return false
    } finally {
      this.starting = false
    }
  }

  /** Empties the form. */
  clear(): void {
    this.cancelUpload()
    this.forget()
    this.typedPath = ''
  }

  private forget(): void {
    this.cancelTimer()
    this.latest++
    this.reading = false
    this.options = {}
    this.description = this.error = this.startError = this.fileName = undefined
    this.typedName = null
    this.preparation.keepAll()
    this.preview.request(undefined, undefined)
  }
}

export const openAddDataset = perStudio(({ client, datasets }) => new AddDataset(client, datasets))
