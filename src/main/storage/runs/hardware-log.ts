import type fs from 'node:fs'
import { hardwareSampleSchema } from '../../../contract/hardware/sample'
import type { HardwareSample } from '../../../contract/hardware/sample'
import { openToAppend } from '../../disk/guarded'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { readLogText } from '../files/read-log'
import { hardwareFile } from './paths'

/** Lines after which every second one is removed. */
export const MAX_LINES = 20_000
/** Maximum bytes read; no log written by this program is larger. */
const MAX_BYTES = 32 * 1024 * 1024

/**
 * Reads what a run's sessions used, by step: where a session repeated steps of an earlier one, only
 * the later samples. Damaged lines are left out; empty if there is no file.
 *
 * @throws StudioError `storage`, `checkpoint` if it is not a regular file
 */
export async function readHardware(runDir: string): Promise<HardwareSample[]> {
  const samples: HardwareSample[] = []
  for (const sample of samplesIn(await readText(hardwareFile(runDir)))) {
    while ((samples.at(-1)?.step ?? -1) > sample.step) samples.pop()
    samples.push(sample)
  }
  return samples
}

/** Complete lines only: the last one may still be written. */
const samplesIn = (text: string): HardwareSample[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap(parseLine)

function parseLine(line: string): HardwareSample[] {
  try {
    return [hardwareSampleSchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}

const readText = (file: string): Promise<string> =>
  readLogText(file, { doing: 'read what training used', maxBytes: MAX_BYTES })

/** The log of the run that this host is training. Opened with the first sample. */
export class HardwareLog {
  private handle: fs.promises.FileHandle | undefined
  private lines = 0
  /** The previous host, or a failed write, may have left a partial line. */
  private mayBeTorn = true
  /** Only every so many samples are written: twice as many each time the log was shortened. */
  private every = 1
  private count = 0

  constructor(private readonly runDir: string) {}

  /** @throws StudioError `storage`, `checkpoint` if something else is in the file's place */
  async append(sample: HardwareSample): Promise<void> {
    if (this.count++ % this.every !== 0) return
    const file = hardwareFile(this.runDir)
    await onDisk('write what training used', file, async () => {
      this.handle ??= await this.open(file)
      const start = this.mayBeTorn ? '\n' : ''
      this.mayBeTorn = true
      await this.handle.writeFile(`${start}${JSON.stringify(sample)}\n`)
      this.mayBeTorn = false
      if (++this.lines > MAX_LINES) await this.shorten(file)
    })
  }

  async close(): Promise<void> {
    await this.handle?.close()
    this.handle = undefined
  }

  private async open(file: string): Promise<fs.promises.FileHandle> {
    const text = await readText(file)
    this.lines = samplesIn(text).length
    this.mayBeTorn = text !== '' && !text.endsWith('\n')
    return openToAppend(file)
  }

  /** Removes every second sample; unlike an activity, none of them is important by itself. */
  private async shorten(file: string): Promise<void> {
    const kept = samplesIn(await readText(file)).filter((_, i) => i % 2 === 0)
    await writeFileAtomic(file, kept.map((sample) => `${JSON.stringify(sample)}\n`).join(''))
    await this.close()
    this.handle = await openToAppend(file)
    this.lines = kept.length
    this.every *= 2
  }
}
