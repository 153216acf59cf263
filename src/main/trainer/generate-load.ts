import fs from 'node:fs'
import path from 'node:path'
import type { Notice } from '../../contract/notices'
import type { CheckpointManifest } from '../../contract/run'
import type { StateDict } from '../../contract/tensors'
import type { GeneratorJob, GeneratorShape } from '../../contract/trainer'
import { openEngine } from '../engine/open'
import type { Opened } from '../engine/open'
import { makeGenerator, recogniseGenerator } from '../gan/architectures'
import type { Network } from '../gan/network'
import { RandomStream } from '../gan/random'
import { readVerifiedManifest } from '../storage/checkpoint-reading'
import { readGeneratorSource } from '../storage/generator-source'
import { manifestName } from '../storage/manifest'

/** A generator ready to make images. */
export interface LoadedGenerator {
  network: Network
  /** The weights as they were read. */
  state: StateDict
  shape: GeneratorShape
  where: string
  manifest: CheckpointManifest | undefined
  warnings: Notice[]
  opened: Opened
}

/** Keeps the engine open and the last generator loaded, so that the next images come fast. */
export class GeneratorLoader {
  private engine: { key: string; opened: Opened } | undefined
  private last: { key: string; loaded: LoadedGenerator } | undefined

  /** @throws StudioError `checkpoint` when the source holds no generator, `engine`, `storage` */
  async load(job: GeneratorJob): Promise<LoadedGenerator> {
    const identity = await identityOf(path.resolve(job.source))
    const key = `${engineKey(job)} ${identity}`
    if (identity !== undefined && this.last?.key === key) return this.last.loaded
    this.forget()
    const { generator: state, manifest, where, warnings } = await readGeneratorSource(job.source)
    const shape = recogniseGenerator(state, where)
    const opened = await this.openEngine(job)
    const network = makeGenerator(shape, RandomStream.seeded(0))
    try {
      network.loadStateDict(state, where)
    } catch (error) {
      network.dispose()
      throw error
    }
    const loaded = { network, state, shape, where, manifest, warnings, opened }
    this.last = { key, loaded }
    return loaded
  }

  private forget(): void {
    this.last?.loaded.network.dispose()
    this.last = undefined
  }

  private async openEngine(job: GeneratorJob): Promise<Opened> {
    const key = engineKey(job)
    if (this.engine?.key !== key) {
      this.engine = { key, opened: await openEngine(job.engine, job.threads, job.setup) }
    }
    return this.engine.opened
  }
}

const engineKey = ({ engine, threads }: GeneratorJob): string => `${engine}/${threads}`

/** What tells a source's content without reading its weights; undefined for a run, whose newest checkpoint changes. */
async function identityOf(source: string): Promise<string | undefined> {
  const stat = await fs.promises.stat(source).catch(() => undefined)
  if (stat?.isFile()) return `${source} ${stat.size} ${stat.mtimeMs}`
  const isCheckpoint = fs.existsSync(path.join(source, manifestName))
  return isCheckpoint ? `${source} ${(await readVerifiedManifest(source)).digest}` : undefined
}
