import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { HostTensor, SavedState, StateDict } from '../../../contract/tensors'
import type { NamedVariable } from '../../engine/engine'
import type { StateEntry } from '../layers/parameters'

/** Yields to other work if the last yield was long ago. */
export type YieldTurn = () => Promise<void>

/** Numbers of a part besides its tensors, such as an optimiser's number of updates. */
interface HostValues {
  read(): number[]
  write(values: readonly number[]): void
}

/**
 * A part of the training state: a network, an optimiser, an average, a noise stream. Checkpoints,
 * snapshots, the compiled step and its check iterate over the parts and treat them all alike.
 */
export interface StatePart {
  /** Unique among a training's parts. */
  readonly name: string
  /**
   * The location of the part's saved tensors: a file name without extension, and the prefix of
   * their names in the file.
   */
  readonly saved?: { file: string; prefix: string }
  readonly entries: readonly StateEntry[]
  readonly host?: HostValues
  /**
   * Restores the saved values, all or nothing.
   *
   * @param where the checkpoint's folder, for errors
   * @throws StudioError `checkpoint` if they belong to another part
   */
  load(saved: SavedPart, where: string): void
  dispose(): void
}

interface SavedPart {
  tensors: StateDict
  /** Undefined if the checkpoint has no host values for this part. */
  host: readonly number[] | undefined
}

/** The parts of one training, in the order in which they are saved. */
export class TrainingState {
  constructor(readonly parts: readonly StatePart[]) {
    const names = new Set(parts.map(({ name }) => name))
    if (names.size < parts.length) throw new Error('two parts of the state have the same name')
  }

  /** Every variable that a step may read or change, with names like `generator.model.0.weight`. */
  get variables(): NamedVariable[] {
    return this.parts.flatMap(({ name: part, entries }) =>
      entries.map(({ name, variable }) => ({ name: `${part}.${name}`, variable })),
    )
  }

  /** Every part's host values by its name. */
  get host(): Record<string, number[]> {
    return Object.fromEntries(
      this.parts.flatMap(({ name, host }) => (host === undefined ? [] : [[name, host.read()]])),
    )
  }

  writeHost(values: SavedState['host']): void {
    for (const { name, host } of this.parts) host?.write(values[name] ?? [])
  }

  read(): SavedState {
    const saved = new SavedFiles()
    for (const part of this.parts) {
      saved.open(part)
      for (const entry of part.entries) saved.add(part, entry.name, entry.read())
    }
    return { files: saved.files, host: this.host }
  }

  /**
   * Restores a saved state.
   *
   * @param where the checkpoint's folder, for errors
   * @throws StudioError `checkpoint` if a part does not fit
   */
  load({ files, host }: SavedState, where: string): void {
    const unknown = [...this.foreignTensors(files), ...this.foreignHost(host)]
    if (unknown.length > 0) {
      const why = unknown.map((name) => notice('tensorUnknown', { name }))
      throw problemError('checkpoint', 'weightsDoNotFit', { why }, { where })
    }
    for (const part of this.parts) {
      part.load({ tensors: tensorsOf(part, files), host: host[part.name] }, where)
    }
  }

  dispose(): void {
    for (const part of this.parts) part.dispose()
  }

  /** Finds files, and tensors in shared files, that belong to no part. */
  private foreignTensors(files: SavedState['files']): string[] {
    return [...files].flatMap(([file, tensors]) => {
      const sharing = this.parts.flatMap(({ saved }) =>
        saved?.file === file ? [saved.prefix] : [],
      )
      if (sharing.length === 0) return [file]
      const owned = (name: string) => sharing.some((prefix) => name.startsWith(prefix))
      return [...tensors.keys()].filter((name) => !owned(name)).map((name) => `${file}: ${name}`)
    })
  }

  /** Finds host values that belong to no part; ignoring them would change the training. */
  private foreignHost(host: SavedState['host']): string[] {
    const known = new Set(this.parts.flatMap(({ name, host }) => (host === undefined ? [] : name)))
    return Object.keys(host).filter((name) => !known.has(name))
  }
}

/** Groups tensors by the files that their parts are saved in. */
export class SavedFiles {
  readonly files = new Map<string, Map<string, HostTensor>>()

  /** A part's file exists even if the part has no tensors, such as plain gradient descent. */
  open({ saved }: StatePart): void {
    if (saved !== undefined && !this.files.has(saved.file)) this.files.set(saved.file, new Map())
  }

  add({ name: part, saved }: StatePart, name: string, value: HostTensor): void {
    if (saved === undefined) throw new Error(`${part}.${name} has no file to be saved in`)
    this.files.get(saved.file)?.set(`${saved.prefix}${name}`, value)
  }
}

function tensorsOf({ saved }: StatePart, files: SavedState['files']): StateDict {
  if (saved === undefined) return new Map()
  const { file, prefix } = saved
  return new Map(
    [...(files.get(file) ?? [])]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )
}
