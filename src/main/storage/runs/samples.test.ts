import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSamples, sampleFiles, writeSample } from './samples'
import { systemError, watchCalls } from '../testing/faults'
import { tempDir } from '../testing/temp-dir'

const png = Uint8Array.of(1, 2, 3)

function newRun(): string {
  const runDir = tempDir()
  fs.mkdirSync(join(runDir, 'samples'))
  return runDir
}

test('a sample consists of an image and its description', async () => {
  const runDir = newRun()
  const file = await writeSample(runDir, 400, png, { step: 400, latents: 'fixed' })
  expect(file).toBe(join(runDir, 'samples', '00000400.png'))
  expect([...fs.readFileSync(file)]).toEqual([1, 2, 3])
  const description = fs.readFileSync(sampleFiles(runDir, 400).json, 'utf8')
  expect(description).toBe('{\n  "step": 400,\n  "latents": "fixed"\n}\n')
})

test('the folder of samples is made if it is missing, but never that of the run', async () => {
  const runDir = tempDir()
  await writeSample(runDir, 400, png, {})
  expect(await listSamples(runDir)).toEqual([400])
  fs.rmSync(runDir, { recursive: true })
  await expect(writeSample(runDir, 800, png, {})).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(runDir)).toBe(false)
})

test('only complete samples are listed, in ascending order of steps', async () => {
  const runDir = newRun()
  for (const step of [1200, 400, 100_000_000]) await writeSample(runDir, step, png, {})
  for (const name of ['00000800.png', '00000801.json', '7.png', '7.json', 'x.png', 'x.json']) {
    fs.writeFileSync(join(runDir, 'samples', name), 'x')
  }
  expect(await listSamples(runDir)).toEqual([400, 1200, 100_000_000])
  expect(await listSamples(tempDir())).toEqual([])
})

test('on a full disk a sample is either complete or absent', async () => {
  const runDir = newRun()
  const outcomes: number[] = []
  for (let failing = 0; failing < 3; failing++) {
    let writes = 0
    const stop = watchCalls(({ name }) => {
      if (name === 'writeFile' && writes++ === failing) throw systemError('ENOSPC')
    })
    await writeSample(runDir, failing, png, {}).catch((error: unknown) =>
      expect(error).toMatchObject({ code: 'storage' }),
    )
    stop()
    outcomes.push((await listSamples(runDir)).length)
  }
  expect(outcomes).toEqual([0, 0, 1])
})
