import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { HardwareSample } from '../../../contract/hardware/sample'
import { tempDir } from '../testing/temp-dir'
import { HardwareLog, MAX_LINES, readHardware } from './hardware-log'
import { hardwareFile } from './paths'

const sampleAt = (step: number): HardwareSample => ({
  ...{ at: '2026-11-30T10:00:00.000Z', step, processors: 2, busy: 0.5, diskFree: null },
  memory: { used: 1, total: 2 },
  trainer: { processors: 1.5, memory: 3 },
  gpus: [],
})

async function write(dir: string, steps: readonly number[]): Promise<void> {
  const log = new HardwareLog(dir)
  for (const step of steps) await log.append(sampleAt(step))
  await log.close()
}

const stepsIn = async (dir: string) => (await readHardware(dir)).map(({ step }) => step)

it('is empty without a file, and is continued by the next session', async () => {
  const dir = tempDir()
  expect(await readHardware(dir)).toEqual([])
  await write(dir, [1, 20])
  await write(dir, [25])
  expect(await readHardware(dir)).toEqual([1, 20, 25].map(sampleAt))
})

it('has the later samples of repeated steps only', async () => {
  const dir = tempDir()
  await write(dir, [0, 10, 20, 30])
  await write(dir, [15, 25])
  expect(await stepsIn(dir)).toEqual([0, 10, 15, 25])
})

it('skips damaged and unfinished lines', async () => {
  const dir = tempDir()
  await write(dir, [1])
  const torn = JSON.stringify(sampleAt(2)).slice(0, 40)
  fs.appendFileSync(hardwareFile(dir), `{"step":-1}\n[]\n\n${torn}`)
  expect(await stepsIn(dir)).toEqual([1])
  await write(dir, [3])
  expect(await stepsIn(dir)).toEqual([1, 3])
})

it('refuses what is not a regular file, and writes nothing through a link', async () => {
  const dir = tempDir()
  const outside = path.join(tempDir(), 'outside')
  fs.writeFileSync(outside, '')
  fs.symlinkSync(outside, hardwareFile(dir))
  await expect(write(dir, [1])).rejects.toThrow()
  expect(fs.readFileSync(outside, 'utf8')).toBe('')
  fs.rmSync(hardwareFile(dir))
  fs.mkdirSync(hardwareFile(dir))
  await expect(readHardware(dir)).rejects.toMatchObject({ code: 'checkpoint' })
})

it('stays bounded: a full log loses every second sample, and then takes every second one', async () => {
  const dir = tempDir()
  const lines = Array.from({ length: MAX_LINES }, (_, i) => JSON.stringify(sampleAt(i)))
  fs.writeFileSync(hardwareFile(dir), `${lines.join('\n')}\n`)
  const next = Array.from({ length: 5 }, (_, i) => MAX_LINES + i)
  await write(dir, next)
  const steps = await stepsIn(dir)
  expect(steps.length).toBeLessThanOrEqual(MAX_LINES / 2 + 3)
  expect(steps.slice(0, 3)).toEqual([0, 2, 4])
  expect(steps.slice(-2)).toEqual([MAX_LINES + 2, MAX_LINES + 4])
})
