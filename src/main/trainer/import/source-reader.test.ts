import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { png } from '../../sources/pictures/testing'
import { Look } from './looks'
import { SourceReader } from './source-reader'

let root: string
beforeEach(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'looks-'))
  for (let i = 0; i < 40; i++) fs.writeFileSync(join(root, `${i}.png`), await png(i))
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))
const request = () => ({ path: root, options: {} })

describe('describing a source', () => {
  it('that takes too long covers what was found so far', async () => {
    const reader = new SourceReader({ enoughMs: 0, giveUpMs: 60_000 })
    const { images, notes } = await reader.describe(request())
    expect([images, notes[0]?.problem?.code]).toEqual([1, 'noteStoppedLooking'])
    const { images: all } = await new SourceReader().describe(request())
    expect(all).toBe(40)
  })

  it('ends when it is cancelled, and then works again', async () => {
    const reader = new SourceReader()
    const failure = failureOf(() => reader.describe(request(), 'mine'))
    reader.cancel('other')
    reader.cancel('mine')
    expect((await failure).problem?.code).toBe('sourceCancelled')
    reader.cancel('mine')
    expect((await reader.describe(request(), 'mine')).images).toBe(40)
  })
})

describe('a look', () => {
  it('ends although the disk does not respond, and what comes too late is closed', async () => {
    const look = new Look({ enoughMs: 0, giveUpMs: 1 })
    let respond: (text: string) => void = () => undefined
    const stuck = new Promise<string>((resolve) => (respond = resolve))
    const late = new Promise<string>((resolve) => {
      void failureOf(() => look.at(stuck, resolve)).then(({ problem }) => {
        expect(problem).toEqual({ code: 'sourceSlow', given: { seconds: 0.001 } })
        respond('late')
      })
    })
    expect(await late).toBe('late')
  })
})

it.runIf(process.platform === 'linux')('a pipe in the folder does not block it', async () => {
  execFileSync('mkfifo', [join(root, 'pipe')])
  expect((await new SourceReader().describe(request())).images).toBe(41)
})
