import type { Notice } from '../../../contract/notices'
import type { Run, RunConfig } from '../../../contract/run'
import type { AtOnce, JobOptions } from '../../../contract/queue/job'
import { engineNames } from '../../../contract/engines'
import { machineMemory } from '../../disk/memory'
import { readLock } from '../../storage/locks/lock'
import { runDirectories, runIdOf } from '../../storage/runs/run-directories'
import type { StoredRun } from '../../storage/runs/runs'
import { assessNeeds } from '../estimates/needs/assess'
import { settingOf, targetOf } from '../estimates/step-setting'
import { nativeEngineStamp } from '../../trainer/launch/native-stamp'
import type { LiveRun } from '../runs/live-run'
import { resumeEngine } from '../runs/resume-engine'
import { FindingsFile } from './findings-file'
import { reasonToWait } from './room'
import type { MemoryNeed } from './room'
import { Throughput } from './throughput'
import type { Sample } from './throughput'

export interface RoomParts {
  root: string
  datasetsDirs: readonly string[]
  /** Identifies this version and machine. */
  stamp: string
  registry: { readonly all: LiveRun[]; readonly count: number; has(id: string): boolean }
  /** Seconds per step that were measured without a run; null if they were not. */
  secondsPerStep(config: RunConfig): number | null
  /** Milliseconds, of a clock that does not go back. */
  now?: () => number
}

/** Decides whether this machine has room for one more run, from measurements of the runs it trains. */
export class MachineRoom {
  private readonly file: FindingsFile
  private readonly throughput: Throughput
  /** The settings behind each key, of the runs seen so far. */
  private readonly configs = new Map<string, RunConfig>()
  private readonly peaks: Record<string, number>

  constructor(private readonly parts: RoomParts) {
    this.file = new FindingsFile(parts.root, parts.stamp)
    const { peaks, ...findings } = this.file.read()
    this.peaks = { ...peaks }
    this.throughput = new Throughput(findings, (key) => this.speedAlone(key))
  }

  /** Measures the speed and memory of the runs that train here, and stores new findings. */
  async observe(): Promise<void> {
    const { registry, now = () => performance.now() } = this.parts
    const live = registry.all
    let higher = false
    for (const { session } of live) {
      const { run, hardware } = session
      const { usage } = hardware
      const key = this.memoryKey(run.config)
      if (usage === undefined || !hasSaved(run, usage.step)) continue
      if (usage.peakBytes <= 1.02 * (this.peaks[key] ?? 0)) continue
      this.peaks[key] = usage.peakBytes
      higher = true
    }
    const samples = live.length === registry.count ? this.samples() : []
    const findings = this.throughput.observe(samples, now())
    if (findings === undefined && !higher) return
    // Findings that cannot be stored are measured again another time.
    await this.file.write({ ...findings, peaks: this.peaks }).catch(() => undefined)
  }

  /** @returns why the run has to wait; undefined if there is room for it */
  async reasonToWait(
    { dir, run }: StoredRun,
    options: JobOptions,
    atOnce: AtOnce,
  ): Promise<Notice | undefined> {
    const { registry } = this.parts
    const elsewhere = await this.trainingElsewhere()
    const config = { ...run.config, ...resumeEngine(run, options) }
    // The speeds of runs in other programs are not known here.
    const another = elsewhere > 0 ? 'no' : this.throughput.another(this.samples(), this.key(config))
    return reasonToWait({
      ...{ atOnce, another, training: registry.count + elsewhere },
      need: await this.need(config, dir),
      memory: machineMemory(),
      growth: await this.growth(),
    })
  }

  /** Bytes by which the runs that train here are expected to grow. */
  private async growth(): Promise<number> {
    let bytes = 0
    for (const { dir, session } of this.parts.registry.all) {
      const need = await this.need(session.run.config, dir)
      // A run that has not reported yet may still need all of its memory.
      bytes += Math.max(0, need.bytes - (session.hardware.usage?.residentBytes ?? 0))
    }
    return bytes
  }

  private async need(config: RunConfig, dir: string): Promise<MemoryNeed> {
    const measured = this.peaks[this.memoryKey(config)]
    if (measured !== undefined) return { bytes: measured, measured: true }
    const { datasetsDirs } = this.parts
    // A run whose data set is gone is refused when it begins, with that reason.
    const needs = assessNeeds(config, { root: dir, datasetsDirs, resumesFrom: 0 })
    const bytes = await needs.then(
      ({ memory }) => memory.bytes,
      () => 0,
    )
    return { bytes, measured: false }
  }

  /** The number of runs that other programs train or start. */
  private async trainingElsewhere(): Promise<number> {
    const { root, registry } = this.parts
    let count = 0
    for (const dir of await runDirectories(root)) {
      if (registry.has(runIdOf(dir))) continue
      const holder = await readLock(dir).catch(() => undefined)
      if (holder !== undefined) count++
    }
    return count
  }

  private samples(): Sample[] {
    return this.parts.registry.all.map(({ id, session, summary }) => {
      const { state, starting, stepsPerSecond } = summary
      const speed = state === 'running' && starting === null ? stepsPerSecond : null
      return { id, key: this.key(session.run.config), speed }
    })
  }

  private key(config: RunConfig): string {
    const engine = config.engine === 'auto' ? fastest() : config.engine
    const key = JSON.stringify(settingOf(targetOf(config, engine)))
    this.configs.set(key, config)
    return key
  }

  private memoryKey(config: RunConfig): string {
    return JSON.stringify([config.dataset, this.key(config)])
  }

  private speedAlone(key: string): number | null {
    const config = this.configs.get(key)
    const seconds = config === undefined ? null : this.parts.secondsPerStep(config)
    return seconds === null ? null : 1 / seconds
  }
}

/** Whether a session has saved a checkpoint by a step: before that, its peak is still to come. */
function hasSaved({ config, sessions }: Run, step: number): boolean {
  const from = sessions.at(-1)?.fromStep ?? 0
  return step - from > config.hyperparameters.checkpointInterval
}

/** The engine that `auto` is expected to select. */
export const fastest = () =>
  engineNames.find((name) => name !== 'tensorflow' || nativeEngineStamp() !== undefined) ?? 'cpu'
