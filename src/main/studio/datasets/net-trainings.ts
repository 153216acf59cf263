import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { CommandReply } from '../../../contract/api'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { problemError, toReport } from '../../../contract/errors'
import type { KeptNet, NetTrainingState } from '../../../contract/feature-nets/commands'
import { bundledNetFor } from '../../../contract/feature-nets/bundled'
import { netHash } from '../../metrics/nets/net-hash'
import { knownSums } from '../../storage/datasets/bundled-sums'
import { readPrepared } from '../../storage/datasets/read-document'
import { datasetNetDirectory, netDocumentFile } from '../../storage/feature-nets/paths'
import { readNetDocument } from '../../storage/feature-nets/read-net'
import type { NetProgress } from '../../../contract/feature-nets/progress'
import type { NetTraining, NetTrainingChoice } from './net-training'
import type { StoredDatasets } from './stored-datasets'

interface Options {
  stored: Pick<StoredDatasets, 'find'>
  begin(
    name: string,
    choice: NetTrainingChoice,
    onProgress: (progress: NetProgress) => void,
  ): Promise<NetTraining>
  /** Called when training begins, progresses or ends. */
  onChange(training: NetTrainingState): void
}

interface Running {
  training: NetTraining
  state: NetTrainingState
  isCancelled: boolean
}

const START: NetProgress = { stage: 'reading', step: 0, steps: 0, epoch: 0, epochs: 0 }

/** The trainings of feature nets that run here, by the names of their data sets. */
export class NetTrainings {
  private readonly running = new Map<string, Running>()
  private readonly failed = new Map<string, NetTrainingState>()
  /** Data sets whose training is about to begin. */
  private readonly beginning = new Set<string>()

  constructor(private readonly options: Options) {}

  /**
   * Begins to train a data set's feature net, on the fastest engine.
   *
   * @throws StudioError `usage` if one is already being trained; otherwise as
   *   Studio.trainFeatureNet
   */
  async start(typed: string, seed: number): Promise<NetTrainingState> {
    const { name } = await this.options.stored.find(typed)
    if (this.running.has(name) || this.beginning.has(name)) {
      throw problemError('usage', 'netTrainingRuns', { name })
    }
    this.beginning.add(name)
    try {
      const state: NetTrainingState = { name, state: 'running', progress: START, error: null }
      const choice = { engine: 'auto', threads: 0, seed } as const
      const training = await this.options.begin(name, choice, (progress) => {
        state.progress = progress
        this.options.onChange({ ...state })
      })
      this.failed.delete(name)
      this.running.set(name, { training, state, isCancelled: false })
      void this.follow(name)
      this.options.onChange({ ...state })
      return { ...state }
    } finally {
      this.beginning.delete(name)
    }
  }

  /** Cancels training; an earlier net remains. */
  async cancel(typed: string): Promise<void> {
    // The data set may have been removed meanwhile.
    const isRunning = this.running.has(typed)
    const name = isRunning ? typed : (await this.options.stored.find(typed)).name
    const running = this.running.get(name)
    if (running === undefined) return
    running.isCancelled = true
    await running.training.cancel()
  }

  /**
   * The net kept with a data set, and its training if it is running or failed; null if there is
   * none.
   *
   * @throws StudioError `data` if there is no such data set, or its net cannot be read
   */
  async get(typed: string): Promise<CommandReply<'featureNets.get'>> {
    const listing = await this.options.stored.find(typed)
    const { name, path } = listing
    const training = this.running.get(name)?.state ?? this.failed.get(name) ?? null
    const fingerprint = await fingerprintOf(listing)
    const bundled = fingerprint === undefined ? undefined : bundledNetFor(fingerprint)
    return { net: await keptIn(path), bundled: bundled ?? null, training }
  }

  /** Ends all trainings. */
  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ training }) => training.cancel()))
  }

  private async follow(name: string): Promise<void> {
    const running = this.running.get(name)
    if (running === undefined) return
    const error = await running.training.done.then(
      () => null,
      (reason: unknown) => toReport(reason),
    )
    this.running.delete(name)
    const { state } = running
    if (error === null) state.state = 'done'
    else if (running.isCancelled) state.state = 'cancelled'
    else {
      Object.assign(state, { state: 'failed', error })
      this.failed.set(name, { ...state })
    }
    this.options.onChange({ ...state })
  }
}

/** The fingerprint of the training images, if it is known without reading them. */
async function fingerprintOf({ kind, name, path }: DatasetListing): Promise<string | undefined> {
  if (kind === 'prepared') return (await readPrepared(path))?.document.train.fingerprint
  return kind === 'bundled' ? knownSums[name]?.['train-images'] : undefined
}

async function keptIn(datasetDir: string): Promise<KeptNet | null> {
  const dir = datasetNetDirectory(datasetDir)
  if (!existsSync(netDocumentFile(dir))) return null
  const document = await readNetDocument(dir)
  const { id, title } = document
  const { mtime } = await stat(netDocumentFile(dir))
  const kept = { id, title, storedAt: mtime.toISOString() }
  if (document.format !== 'gan-studio') return kept
  const { trainedOn, test, seed } = document
  return { ...kept, trainedOn, test, seed, sha256: netHash(document) }
}
