import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { GpuSample } from '../../../contract/hardware/sample'

const QUERY = ['--query-gpu=name,utilization.gpu,memory.used,memory.total']
const FORMAT = ['--format=csv,noheader,nounits']
/** A driver that hangs must not keep anything waiting. */
const TIMEOUT_MS = 5_000
const MAX_BYTES = 64 * 1024
const MEBIBYTE = 1024 ** 2

const run = promisify(execFile)

/** Asks the driver of NVIDIA's GPUs, as long as there is one. */
export class Gpus {
  private absent = false

  /** @param program the driver's query tool */
  constructor(private readonly program = 'nvidia-smi') {}

  /** The state of each GPU; none if the driver is not there or does not answer. */
  async sample(): Promise<GpuSample[]> {
    if (this.absent) return []
    try {
      const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES, windowsHide: true }
      const { stdout } = await run(this.program, [...QUERY, ...FORMAT], options)
      return stdout.split('\n').flatMap(gpuIn)
    } catch {
      // Without a driver, asking again would only cost time.
      this.absent = true
      return []
    }
  }
}

/** One line: name, per cent of the time in use, and mebibytes used and in total. */
function gpuIn(line: string): GpuSample[] {
  const fields = line.split(',').map((field) => field.trim())
  const [busy = null, used = null, total = null] = fields.splice(-3).map(numberIn)
  // A name may contain commas.
  const name = fields.join(', ')
  if (name === '') return []
  const bytes = (mebibytes: number | null) => (mebibytes === null ? null : mebibytes * MEBIBYTE)
  return [
    {
      name: name.slice(0, 200),
      busy: busy === null ? null : Math.min(1, busy / 100),
      memoryUsed: bytes(used),
      memoryTotal: bytes(total),
    },
  ]
}

/** Null for what the driver does not report, such as `[N/A]`. */
const numberIn = (field: string): number | null =>
  /^\d+(\.\d+)?$/.test(field) ? Number(field) : null
