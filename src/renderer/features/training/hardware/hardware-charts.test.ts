import { describe, expect, it } from 'vitest'
import { hardwareCharts } from './hardware-charts'
import { sampleAt } from './testing'

const gpu = (busy: number | null, memoryUsed: number | null = 5) => ({
  ...{ name: 'H200', busy, memoryUsed, memoryTotal: 10 },
})

describe('the charts of hardware samples', () => {
  it('show processors of the machine and of the trainer, and no GPU without one', () => {
    const [processor, memory, ...others] = hardwareCharts([
      sampleAt(0, { busy: null, trainer: { processors: null, memory: 3 } }),
      sampleAt(10, { busy: 0.5, trainer: { processors: 1.5, memory: 4 } }),
    ])
    expect(processor).toMatchObject({ id: 'processor', most: 4 })
    expect(processor?.lines.map(({ key, values }) => [key, values])).toEqual([
      ['machine', [NaN, 2]],
      ['trainer', [NaN, 1.5]],
    ])
    expect(memory).toMatchObject({ id: 'memory', most: 20 })
    expect(memory?.lines.map(({ values }) => values)).toEqual([
      [8, 8],
      [3, 4],
    ])
    expect(others).toEqual([])
  })

  it('have a line per GPU, also if one was added or does not report', () => {
    const charts = hardwareCharts([
      sampleAt(0, { gpus: [gpu(0.2)] }),
      sampleAt(10, { gpus: [gpu(0.3), gpu(null)] }),
      sampleAt(20),
    ])
    const gpus = charts.find(({ id }) => id === 'gpu')
    expect(gpus?.lines.map(({ values }) => values)).toEqual([
      [0.2, 0.3, NaN],
      [NaN, NaN, NaN],
    ])
    expect(new Set(gpus?.lines.map(({ color }) => color)).size).toBe(2)
    expect(charts.find(({ id }) => id === 'gpuMemory')).toMatchObject({ most: 10 })
  })

  it('leave out what no driver reports', () => {
    const charts = hardwareCharts([sampleAt(0, { gpus: [gpu(null, 5)] })])
    expect(charts.map(({ id }) => id)).toEqual(['processor', 'memory', 'gpuMemory'])
  })
})
