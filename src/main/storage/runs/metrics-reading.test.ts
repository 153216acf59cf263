import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { someMetrics } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { lastMetrics } from './last-metrics'
import { metricsLine, scanMetrics } from './metrics-lines'
import { MetricsLog } from './metrics-log'
import { linesUpTo, portionsOf } from './metrics-reading'
import { metricsFile } from './paths'
import { cutBack } from './set-aside'

const line = (step: number): string => metricsLine(someMetrics(step))
const MIB = 2 ** 20

/** Creates a log with a hole of 600 MiB in its middle, which uses no disk space. */
function holed(dir: string): string {
  const file = metricsFile(dir)
  const start = [1, 2, 3].map(line).join('')
  fs.writeFileSync(file, start)
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, `\n${line(4)}${line(5)}`, start.length + 600 * MIB)
  fs.closeSync(handle)
  return file
}

/** Bytes by which the process's peak memory rises during the work. */
async function memoryOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.resourceUsage().maxRSS
  await work()
  return 1024 * (process.resourceUsage().maxRSS - before)
}

test('a log longer than any string is opened and copied in little memory', async () => {
  const dir = tempDir()
  const file = holed(dir)
  const rose = await memoryOf(async () => {
    expect((await lastMetrics(file))?.step).toBe(5)
    const upTo = []
    for await (const part of linesUpTo(file, 4)) upTo.push(part)
    expect(Buffer.concat(upTo).toString()).toBe([1, 2, 3, 4].map(line).join(''))
    const { log, dropped, warning } = await MetricsLog.open(file, 4)
    await log.close()
    expect(dropped).toBe(2)
    expect(JSON.stringify(warning?.problem)).toContain('"count":1')
  })
  expect(fs.readFileSync(file, 'utf8')).toBe([1, 2, 3, 4].map(line).join(''))
  expect(rose).toBeLessThan(200 * MIB)
})

test('the log is set aside byte for byte', async () => {
  const dir = tempDir()
  const text = `${line(1)}garbage\n${line(2)}torn`
  fs.writeFileSync(metricsFile(dir), text)
  const folder = await cutBack(dir, { step: 0, startAgain: true })
  expect(fs.readFileSync(join(dir, folder ?? '', 'metrics.jsonl'), 'utf8')).toBe(text)
})

const damage = [
  '',
  '\n',
  '{"step":',
  'x'.repeat(250_000),
  `${'x'.repeat(250_000)}\n`,
  '\u0000\n',
  'é\n',
]

test('reading in portions gives the same as reading at once, whatever damage is between the lines', async () => {
  const file = join(tempDir(), 'metrics.jsonl')
  for (const a of damage) {
    for (const b of damage) {
      const text = `${line(1)}${a}${a === '' || a.endsWith('\n') ? '' : '\n'}${line(2)}${line(4)}${line(3)}${b}`
      fs.writeFileSync(file, text)
      const whole = scanMetrics(text)
      const handle = await fs.promises.open(file)
      const parts: string[] = []
      let end = 0
      for await (const portion of portionsOf(handle, 0, 16)) {
        expect(portion.at).toBeGreaterThanOrEqual(end)
        end = portion.end
        parts.push(portion.bytes.toString())
      }
      await handle.close()
      expect(end).toBe(Buffer.byteLength(text))
      expect(scanMetrics(parts.join(''))).toEqual(whole)
      for (const keep of [1, 2, 4, 9]) {
        fs.writeFileSync(file, text)
        const { log, dropped } = await MetricsLog.open(file, keep)
        await log.close()
        const kept = whole.lines.filter((_, i) => (whole.points[i]?.step ?? 0) <= keep)
        expect(fs.readFileSync(file, 'utf8')).toBe(kept.join(''))
        expect(dropped).toBe(whole.lines.length - kept.length + whole.badLines)
      }
    }
  }
})
