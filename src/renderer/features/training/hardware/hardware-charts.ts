import type { HardwareSample } from '../../../../contract/hardware/sample'

export type HardwareChartId = 'processor' | 'memory' | 'gpu' | 'gpuMemory'

/** A line of a chart: the machine, this run's trainer, or the name of a GPU. */
export interface HardwareLine {
  key: string
  /** The name of a GPU; undefined for the machine and the trainer. */
  gpu?: string
  /** A colour token. */
  color: string
  dash: number[]
  /** One value per sample; NaN if it is not known. */
  values: readonly number[]
}

export interface HardwareChart {
  id: HardwareChartId
  unit: 'processors' | 'bytes' | 'share'
  /** The largest possible value. */
  most: number
  lines: readonly HardwareLine[]
}

/** Distinguishes lines without colour. */
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]]
const COLORS = ['--series-5', '--series-7', '--series-6', '--series-8']

const valueOf = (value: number | null | undefined): number => value ?? NaN

/**
 * The charts that the samples have values for.
 *
 * @param samples by step, at least one
 */
export function hardwareCharts(samples: readonly HardwareSample[]): HardwareChart[] {
  const processors = Math.max(1, ...samples.map((sample) => sample.processors))
  const total = Math.max(1, ...samples.map(({ memory }) => memory.total))
  return [
    {
      ...{ id: 'processor', unit: 'processors', most: processors },
      lines: machineAndTrainer(
        samples.map(({ busy, processors }) => (busy === null ? NaN : busy * processors)),
        samples.map(({ trainer }) => valueOf(trainer.processors)),
      ),
    },
    {
      ...{ id: 'memory', unit: 'bytes', most: total },
      lines: machineAndTrainer(
        samples.map(({ memory }) => memory.used),
        samples.map(({ trainer }) => trainer.memory),
      ),
    },
    ...gpuCharts(samples),
  ]
}

function machineAndTrainer(machine: readonly number[], trainer: readonly number[]): HardwareLine[] {
  return [
    { key: 'machine', color: '--series-6', dash: [7, 4], values: machine },
    { key: 'trainer', color: '--series-5', dash: [], values: trainer },
  ]
}

function gpuCharts(samples: readonly HardwareSample[]): HardwareChart[] {
  const names = samples.reduce<string[]>(
    (found, { gpus }) => (gpus.length > found.length ? gpus.map(({ name }) => name) : found),
    [],
  )
  const linesOf = (read: (gpu: HardwareSample['gpus'][number]) => number | null): HardwareLine[] =>
    names.map((gpu, i) => ({
      ...{ key: `gpu-${i}`, gpu },
      color: COLORS[i % COLORS.length] ?? '--series-5',
      dash: DASHES[Math.floor(i / COLORS.length) % DASHES.length] ?? [],
      values: samples.map(({ gpus }) => {
        const one = gpus[i]
        return one === undefined ? NaN : valueOf(read(one))
      }),
    }))
  const totals = samples.flatMap(({ gpus }) => gpus.map(({ memoryTotal }) => memoryTotal ?? 0))
  const charts: HardwareChart[] = [
    { id: 'gpu', unit: 'share', most: 1, lines: linesOf(({ busy }) => busy) },
    {
      ...{ id: 'gpuMemory', unit: 'bytes', most: Math.max(1, ...totals) },
      lines: linesOf(({ memoryUsed }) => memoryUsed),
    },
  ]
  return charts.filter(({ lines }) => lines.some(({ values }) => values.some((v) => v >= 0)))
}
