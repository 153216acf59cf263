import fs from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemError, watchCalls } from '../testing/faults'
import { filesBelow, tempDir } from '../testing/temp-dir'
import { cutBack } from './set-aside'

const now = new Date('2026-01-02T03:04:05.678Z')

/** A run with samples and checkpoints at steps 0, 10, 20 and 30, each file with unique content. */
function someRun(): string {
  const dir = tempDir()
  const write = (file: string) => {
    fs.mkdirSync(join(dir, file, '..'), { recursive: true })
    fs.writeFileSync(join(dir, file), file)
  }
  for (const step of ['00000000', '00000010', '00000020', '00000030']) {
    write(`samples/${step}.png`)
    write(`samples/${step}.json`)
    write(`evaluations/${step}-0123456789ab.json`)
    write(`checkpoints/${step}/manifest.json`)
  }
  write('checkpoints/00000040')
  write('checkpoints/copy/manifest.json')
  write('samples/notes.txt')
  write('metrics.jsonl')
  write('run.json')
  return dir
}

/** The contents of all files below a folder. */
const contents = (dir: string): string[] =>
  filesBelow(dir)
    .map((file) => fs.readFileSync(join(dir, file), 'utf8'))
    .sort()

describe('cutting a run back', () => {
  it('to a step moves damaged later checkpoints and samples, keeping their names', async () => {
    const dir = someRun()
    expect(await cutBack(dir, { step: 20, startAgain: false, now })).toBe(
      join('set-aside', '20260102-030405'),
    )
    expect(filesBelow(join(dir, 'set-aside', '20260102-030405'))).toEqual([
      ...['checkpoints/00000030/manifest.json', 'checkpoints/00000040'],
      ...['evaluations/00000030-0123456789ab.json', 'metrics.jsonl'],
      ...['samples/00000030.json', 'samples/00000030.png'],
    ])
    expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual([
      ...['00000000', '00000010', '00000020', 'copy'],
    ])
  })

  it('to its newest checkpoint only removes later samples', async () => {
    const dir = someRun()
    fs.rmSync(join(dir, 'checkpoints/00000030'), { recursive: true })
    fs.rmSync(join(dir, 'checkpoints/00000040'))
    const before = filesBelow(dir)
    expect(await cutBack(dir, { step: 20, startAgain: false })).toBeUndefined()
    expect(filesBelow(dir)).toEqual(before.filter((file) => !/00000030[.-]/.test(file)))
  })

  it('to the start moves everything, each time into a new folder', async () => {
    const dir = someRun()
    expect(await cutBack(dir, { step: 0, startAgain: true, now })).toContain('030405')
    expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual([])
    expect(fs.readdirSync(join(dir, 'samples'))).toEqual(['notes.txt'])
    fs.writeFileSync(join(dir, 'samples/00000000.png'), 'again')
    expect(await cutBack(dir, { step: 0, startAgain: true, now })).toContain('030405-2')
  })

  it('creates no folder if there is nothing to move', async () => {
    const dir = tempDir()
    expect(await cutBack(dir, { step: 0, startAgain: true })).toBeUndefined()
    expect(fs.readdirSync(dir)).toEqual([])
  })

  it('loses nothing if any disk call fails, and can be repeated', async () => {
    for (let failing = 1, failed = true; failed; failing++) {
      const dir = someRun()
      const before = new Set(contents(dir))
      failed = false
      const end = watchCalls(({ index }) => {
        if (index !== failing) return
        failed = true
        throw systemError('EIO')
      })
      await cutBack(dir, { step: 20, startAgain: true, now }).then(
        () => undefined,
        () => undefined,
      )
      end()
      expect(new Set(contents(dir))).toEqual(before)
      await cutBack(dir, { step: 20, startAgain: true, now })
      expect(new Set(contents(dir))).toEqual(before)
      expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual([])
      if (!failed) expect(failing).toBeGreaterThan(20)
    }
  })
})

describe('what is moved', () => {
  it('keeps leading to the same if it is a link', async () => {
    const dir = someRun()
    const disk = tempDir()
    const at = (step: string) => join(dir, 'checkpoints', step)
    fs.renameSync(at('00000020'), join(disk, 'twenty'))
    fs.symlinkSync(relative(join(dir, 'checkpoints'), join(disk, 'twenty')), at('00000020'))
    fs.renameSync(at('00000030'), join(disk, 'thirty'))
    fs.symlinkSync(join(disk, 'thirty'), at('00000030'))
    fs.symlinkSync('../gone', at('00000050'))
    const folder = await cutBack(dir, { step: 10, startAgain: false, now })
    const moved = join(dir, folder ?? '', 'checkpoints')
    for (const step of ['00000020', '00000030']) {
      const text = fs.readFileSync(join(moved, step, 'manifest.json'), 'utf8')
      expect(text).toBe(`checkpoints/${step}/manifest.json`)
    }
    expect(fs.readlinkSync(join(moved, '00000050'))).toBe(join(fs.realpathSync(dir), 'gone'))
    expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual(['00000000', '00000010', 'copy'])
  })

  it('is copied if it is on another disk', async () => {
    const dir = someRun()
    const before = contents(dir)
    const stop = watchCalls(({ name, texts: [from = '', to = ''] }) => {
      const moves = to.includes('set-aside') && !from.includes('set-aside')
      if (name === 'rename' && moves) throw systemError('EXDEV')
    })
    await cutBack(dir, { step: 0, startAgain: true, now })
    stop()
    expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual([])
    expect(contents(dir).filter((text) => text !== 'metrics.jsonl')).toEqual(
      before.filter((text) => text !== 'metrics.jsonl'),
    )
  })
})
