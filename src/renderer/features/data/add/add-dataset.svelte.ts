import type { SourceDescription, SourceOptions } from '../../../../contract/datasets/source'
import { problemError, toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import { MAX_NAME } from '../../../../contract/run'
import type { Datasets } from '../../../state/datasets.svelte'
import { setTimer } from '../../../state/page/toasts.svelte'
import { perStudio } from '../../../state/per-studio.svelte'
import { pathOf } from '../../../transport/bridge'
import { pictureFiles } from '../../../transport/folder-files'
import type { ChosenFolder } from '../../../transport/folder-files'
import { FolderZip } from '../../../transport/folder-zip'
import { uploadFile } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'
import { PreparationForm } from './preparation-form.svelte'
import { PreviewLoader } from './preview.svelte'
import { freeName, suggestedName } from '../../../../contract/datasets/suggest'
import { offeredOptions, withOptions } from './offered-options'
import type { OptionsChange } from './offered-options'
import { otherType, send, UPLOADABLE } from './upload'
import type { FileAccess, FindSource, NoFolder, Upload } from './upload'

/** The time after the last change of an option until the source is read again. */
const DEBOUNCE_MS = 400

/** Prefix of this page's tickets, which makes them differ from those of other pages. */
const TICKETS = Math.random().toString(36).slice(2)

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
  /** The name of an uploaded file or folder, whose path on the studio's machine says little. */
  private fileName = $state.raw<string>()
  private latest = 0
  /** The ticket of the request that is reading the source. */
  private ticket: string | undefined
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

  /** The path as it is shown and typed: of an uploaded file, only its own name. */
  get shownPath(): string {
    return this.fileName ?? this.typedPath
  }
  set shownPath(path: string) {
    if (path !== this.shownPath) this.path = path
  }
  get uploaded(): boolean {
    return this.fileName !== undefined
  }

  readonly offered = $derived.by(() =>
    offeredOptions(this.description, this.error?.problem?.code, this.options),
  )
  private readonly defaultName = $derived.by(() => {
    const names = this.datasets.items.flatMap(({ name, title }) => [name, title])
    // Unlike the typed path, the host's has no quotes around it.
    const path = this.fileName ?? this.description?.path ?? this.typedPath
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
    this.endReading()
    const mine = ++this.latest
    this.reading = true
    const ticket = `${TICKETS}-${mine}`
    this.ticket = ticket
    try {
      const source = { path, options: this.options }
      const description = await this.client.call('sources.describe', { source, ticket })
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
    this.ticket = undefined
  }

  /** Gives up reading the source, as when the user leaves or chooses another. */
  cancelReading(): void {
    this.cancelTimer()
    this.endReading()
    this.latest++
    this.reading = false
  }

  /** Ends work of the host that nobody is waiting for any more. */
  private endReading(): void {
    const { ticket } = this
    this.ticket = undefined
    if (ticket === undefined) return
    // Without a connection, it ends by itself.
    this.client.call('sources.cancel', { ticket }).catch(() => undefined)
  }

  /** Changes options of the source, which is then read again. */
  setOptions(change: OptionsChange): void {
    this.options = withOptions(this.options, change)
    this.cancelTimer()
    this.cancelTimer = this.access.later(DEBOUNCE_MS, () => void this.describe())
  }

  /** Takes a file or folder that was chosen or dropped. @param folder undefined for a file */
  async choose(file: File, folder?: ChosenFolder): Promise<void> {
    const path = this.access.pathOf(file)
    const packed = folder ?? pictureFiles([file])
    if (path === undefined && packed !== undefined) return this.chooseFolder(packed)
    this.beginAgain()
    if (path !== undefined) {
      this.typedPath = path
      return this.describe()
    }
    if (!UPLOADABLE.test(file.name)) this.error = toReport(otherType(file.name))
    else await this.send({ name: file.name, bytes: file.size, files: undefined }, file)
  }

  /** Takes several files chosen or dropped together; only pictures are accepted. */
  async chooseSeveral(files: readonly File[]): Promise<void> {
    const here = files.some((file) => this.access.pathOf(file) !== undefined)
    const pictures = here ? undefined : pictureFiles(files)
    await this.chooseFolder(pictures, here ? 'severalFiles' : 'uploadSeveral')
  }

  /**
   * Takes a folder on the browser's machine.
   *
   * @param folder undefined if there is nothing to send
   * @param problem why there is nothing to send
   */
  async chooseFolder(folder?: ChosenFolder, problem: NoFolder = 'uploadFolderEmpty') {
    this.beginAgain()
    if (folder === undefined) {
      this.error = toReport(problemError('usage', problem, {}))
      return
    }
    const { name } = folder
    await this.send({ name, bytes: undefined, files: 0 }, async (signal, onFound) => {
      const files = await folder.files(signal, onFound)
      return new FolderZip(name, files, signal)
    })
  }

  private beginAgain(): void {
    this.cancelUpload()
    this.forget()
    this.typedPath = ''
  }

  cancelUpload(): void {
    this.upload?.cancel()
    this.upload = undefined
  }

  private async send(
    first: Pick<Upload, 'name' | 'bytes' | 'files'>,
    source: Uploadable | FindSource,
  ): Promise<void> {
    try {
      const path = await send(first, source, this.access.upload, (now) => (this.upload = now))
      if (path === undefined) return
      this.upload = undefined
      this.path = path
      this.fileName = first.name
      await this.describe()
    } catch (error) {
      this.upload = undefined
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
    this.beginAgain()
  }

  private forget(): void {
    this.cancelReading()
    this.options = {}
    this.description = this.error = this.startError = this.fileName = undefined
    this.typedName = null
    this.preparation.keepAll()
    this.preview.request(undefined, undefined)
  }
}

export const openAddDataset = perStudio(({ client, datasets }) => new AddDataset(client, datasets))
