import os from 'node:os'
import type { HardwareSample, Usage } from '../../../contract/hardware/sample'
import { machineMemory } from '../../disk/memory'
import { HardwareLog } from '../../storage/runs/hardware-log'
import { freeDisk } from '../estimates/needs/free-disk'
import { busyShare, cpuTimes } from './cpu-times'
import type { CpuTimes } from './cpu-times'
import { Gpus } from './gpus'

interface Parts {
  job: { runDir: string }
  /** Called with each sample, stored or not. */
  onHardware?(sample: HardwareSample): void
}

interface Before {
  times: CpuTimes
  usage: Usage
  /** Milliseconds, from `performance.now`. */
  at: number
}

/**
 * Records what a session's trainer and the machine use: each time the trainer reports its own part,
 * the rest is sampled. It is of no importance to training, so a sample that cannot be stored is left
 * out.
 */
export class SessionHardware {
  /** The trainer's last report; undefined until its first step is done. */
  usage: Usage | undefined
  private readonly log: HardwareLog
  private readonly gpus = new Gpus()
  private before: Before | undefined
  private working: Promise<void> = Promise.resolve()
  private isWorking = false

  constructor(private readonly parts: Parts) {
    this.log = new HardwareLog(parts.job.runDir)
  }

  /** Takes a sample, unless the previous one is still being taken. */
  used(usage: Usage): void {
    this.usage = usage
    if (this.isWorking) return
    this.isWorking = true
    this.working = this.sample(usage).then(
      () => void (this.isWorking = false),
      () => void (this.isWorking = false),
    )
  }

  /** Waits for the last sample; never rejects. */
  async close(): Promise<void> {
    await this.working
    await this.log.close().catch(() => undefined)
  }

  private async sample(usage: Usage): Promise<void> {
    const now = { times: cpuTimes(), usage, at: performance.now() }
    const { total, available } = machineMemory()
    const sample: HardwareSample = {
      at: new Date().toISOString(),
      step: usage.step,
      processors: os.cpus().length,
      busy: this.before === undefined ? null : busyShare(this.before.times, now.times),
      memory: { used: Math.max(0, total - available), total },
      diskFree: await freeDisk(this.parts.job.runDir),
      trainer: { processors: processorsUsed(this.before, now), memory: usage.residentBytes },
      gpus: await this.gpus.sample(),
    }
    this.before = now
    this.parts.onHardware?.(sample)
    await this.log.append(sample)
  }
}

function processorsUsed(before: Before | undefined, now: Before): number | null {
  if (before === undefined) return null
  const seconds = (now.at - before.at) / 1000
  const used = now.usage.cpuSeconds - before.usage.cpuSeconds
  return seconds > 0 ? Math.max(0, used / seconds) : null
}
