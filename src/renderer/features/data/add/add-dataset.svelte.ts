import type { SourceDescription, SourceOptions } from '../../../../contract/datasets/source'
import { problemError, toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import { MAX_NAME } from '../../../../contract/run'
import type { Datasets } from '../../../state/datasets.svelte'
import { setTimer } from '../../../state/page/toasts.svelte'
import { perStudio } from '../../../state/per-studio.svelte'
import { pathOf } from '../../../transport/bridge'
import { asOneFolder, asPicture } from '../../../transport/chosen-items'
import type { ChosenItem } from '../../../transport/chosen-items'
import type { ChosenFolder } from '../../../transport/folder-files'
import { uploadFile } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'
import { PreparationForm } from './preparation-form.svelte'
import { PreviewLoader } from './preview.svelte'
import { freeName, suggestedName } from '../../../../contract/datasets/suggest'
import { offeredOptions, withOptions } from './offered-options'
import type { OptionsChange } from './offered-options'
import { SourceReader } from './source-reader.svelte'
import { otherType, packing, severalAtOnce, UPLOADABLE } from './upload'
import type { FileAccess, FindSource, Upload } from './upload'
import { Uploading } from './uploading.svelte'
import type { Stored } from './uploading.svelte'

/** The time after the last change of an option until the source is read again. */
const DEBOUNCE_MS = 400

/** Problems with reading a source that say nothing about the source. */
const PASSING = ['sourceSlow', 'sourceReaderDied']

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
  starting = $state(false)
  readonly preparation = new PreparationForm()
  readonly preview: PreviewLoader
  private typedName = $state<string | null>(null)
  private readonly uploading: Uploading
  private readonly reader: SourceReader
  private cancelTimer: () => void = () => undefined

  constructor(
    client: StudioClient,
    private readonly datasets: Datasets,
    private readonly access: FileAccess = { pathOf, upload: uploadFile, later: setTimer },
  ) {
    this.preview = new PreviewLoader(client, access.later)
    this.reader = new SourceReader(client)
    this.uploading = new Uploading(access.upload)
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

  /** The path as it is shown and typed: of an uploaded file, only its own name. */
  get shownPath(): string {
    return this.uploaded?.name ?? this.typedPath
  }
  set shownPath(path: string) {
    if (path !== this.shownPath) this.path = path
  }
  get uploaded(): Stored | undefined {
    return this.uploading.stored
  }
  get reading(): boolean {
    return this.reader.reading
  }
  /** The upload in progress. */
  get upload(): Upload | undefined {
    return this.uploading.current
  }

  readonly offered = $derived.by(() =>
    offeredOptions(this.description, this.error?.problem?.code, this.options),
  )
  private readonly defaultName = $derived.by(() => {
    const names = this.datasets.items.flatMap(({ name, title }) => [name, title])
    // Unlike the typed path, the host's has no quotes around it.
    const path = this.uploaded?.name ?? this.description?.path ?? this.typedPath
    return freeName(suggestedName(path), names)
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
  /** True if none of the images that were tried can be used. */
  readonly nothingUsable = $derived.by(() => this.preview.value?.images.length === 0)
  readonly ready = $derived(
    this.source !== undefined &&
      this.error === undefined &&
      this.preparation.value !== undefined &&
      !this.nothingUsable,
  )

  /** Reads what the source contains. */
  async describe(): Promise<void> {
    const path = this.typedPath.trim()
    if (path === '') return
    this.cancelTimer()
    try {
      const description = await this.reader.read({ path, options: this.options })
      if (description === undefined) return
      if (this.description === undefined) this.preparation.suggest(description)
      else this.preparation.useClasses(description.classes ?? [])
      this.description = description
      this.error = undefined
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): void {
    this.error = this.uploading.named(toReport(error))
    const { code, problem } = this.error
    const isFinal = code === 'data' && !PASSING.includes(problem?.code ?? '')
    if (this.uploaded === undefined || !isFinal || this.offered.length > 0) return
    // Neither options nor another attempt make a source of it.
    this.uploading.discard()
    this.typedPath = ''
  }

  /** Gives up reading the source. */
  cancelReading(): void {
    this.cancelTimer()
    this.reader.cancel()
  }

  /** Changes options of the source, which is then read again. */
  setOptions(change: OptionsChange): void {
    this.options = withOptions(this.options, change)
    this.cancelTimer()
    this.cancelTimer = this.access.later(DEBOUNCE_MS, () => void this.describe())
  }

  /** Takes a file or folder that was chosen or dropped. */
  async choose({ file, folder }: ChosenItem): Promise<void> {
    const path = this.access.pathOf(file)
    const packed = folder ?? asPicture(file)
    if (path === undefined && packed !== undefined) return this.chooseFolder(packed)
    this.beginAgain()
    if (path !== undefined) {
      this.typedPath = path
      return this.describe()
    }
    if (!UPLOADABLE.test(file.name)) this.error = toReport(otherType(file.name))
    else await this.send({ name: file.name, bytes: file.size, files: undefined }, file)
  }

  /** Takes files and folders chosen or dropped together: as one folder, or none of them. */
  async chooseSeveral(items: readonly ChosenItem[]): Promise<void> {
    const paths = items.map(({ file }) => this.access.pathOf(file))
    try {
      if (paths.some((path) => path !== undefined)) throw severalAtOnce(paths)
      await this.chooseFolder(asOneFolder(items))
    } catch (error) {
      this.beginAgain()
      this.error = toReport(error)
    }
  }

  /** Takes a folder on the browser's machine. @param folder undefined if it has no files */
  async chooseFolder(folder?: ChosenFolder): Promise<void> {
    this.beginAgain()
    if (folder === undefined) {
      this.error = toReport(problemError('usage', 'uploadFolderEmpty', {}))
      return
    }
    await this.send({ name: folder.name, bytes: undefined, files: 0 }, packing(folder))
  }

  private beginAgain(): void {
    this.cancelUpload()
    this.forget()
    this.typedPath = ''
  }

  cancelUpload(): void {
    this.uploading.cancel()
  }

  private async send(
    first: Pick<Upload, 'name' | 'bytes' | 'files'>,
    source: Uploadable | FindSource,
  ): Promise<void> {
    try {
      const stored = await this.uploading.send(first, source)
      if (stored === undefined) return
      this.typedPath = stored.path
      await this.describe()
    } catch (error) {
      this.error = toReport(error)
    }
  }

  /** Begins the import. @returns whether it has begun */
  async start(): Promise<boolean> {
    const { source, starting } = this
    const licence = this.description?.licence
    const preparation = this.preparation.value
    if (source === undefined || preparation === undefined || starting) return false
    if (!this.ready || !this.nameValid) return false
    this.starting = true
    this.startError = undefined
    try {
      const of = licence === undefined ? {} : { licence }
      await this.datasets.startImport({ source, preparation, name: this.name.trim(), ...of })
      this.uploading.handOver()
      this.clear()
      return true
    } catch (error) {
      this.startError = this.uploading.named(toReport(error))
      return false
    } finally {
      this.starting = false
    }
  }

  /** Empties the form. */
  clear(): void {
    this.beginAgain()
  }

  private forget(): void {
    this.cancelReading()
    this.options = {}
    this.uploading.discard()
    this.description = this.error = this.startError = undefined
    this.typedName = null
    this.preparation.keepAll()
    this.preview.request(undefined, undefined)
  }
}

export const openAddDataset = perStudio(({ client, datasets }) => new AddDataset(client, datasets))
