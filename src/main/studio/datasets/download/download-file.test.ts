import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { notice } from '../../../../contract/notices'
import { tempDir } from '../../../storage/testing/temp-dir'
import { downloadFile } from './download-file'
import { answers, endless, impatient, serves, silent, stalls, testServer } from './testing'
import type { Behaviour, TestServer } from './testing'

/** Longer than a chunk of the network, and never equal to itself at another offset. */
const body = Buffer.from(Uint32Array.from({ length: 100_000 }, (_, i) => i * 2654435761).buffer)
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex')

let server: TestServer
let target: string
beforeEach(async () => {
  server = await testServer()
  target = path.join(tempDir(), 'file.gz')
})
afterEach(() => server.close())

const seen: number[] = []
const faultOf = async (file: string) => {
  const sum = md5(fs.readFileSync(file))
  return sum === md5(body) ? undefined : notice('otherChecksum', { sum, wanted: md5(body) })
}
const download = (mirrors: string[], signal = new AbortController().signal) =>
  downloadFile(
    {
      ...{ mirrors, bytes: body.length, target, faultOf, signal },
      onProgress: (bytes) => seen.push(bytes),
    },
    impatient,
  )
const ranges = (at: string) =>
  server.requests.filter((each) => each.path === at).map(({ range }) => range)
const files = () => fs.readdirSync(path.dirname(target)).sort()

it('stores the file under its name, and nothing else', async () => {
  seen.length = 0
  expect(await download([server.at('/a', serves(body))])).toBeUndefined()
  expect(fs.readFileSync(target).equals(body)).toBe(true)
  expect(files()).toEqual(['file.gz'])
  expect(seen.at(-1)).toBe(body.length)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

describe('a mirror that fails', () => {
  const wrong = Buffer.from(body)
  wrong.writeUInt8(body.readUInt8(9) ^ 1, 9)
  const cases: [name: string, behave: Behaviour, code: string][] = [
    ['has no file', answers(404), 'mirrorRefuses'],
    ['is broken', answers(500), 'mirrorRefuses'],
    ['sends a web page', answers(200, '<html>', { 'Content-Type': 'text/html' }), 'mirrorWebPage'],
    ['sends a web page as a file', answers(200, ' <!DOCTYPE html><p>Log in'), 'mirrorWebPage'],
    ['has another version', serves(wrong), 'otherChecksum'],
    ['has a shorter file', serves(body.subarray(1)), 'mirrorOtherSize'],
    ['has a longer file', serves(Buffer.concat([body, body])), 'mirrorOtherSize'],
    ['never stops sending', endless, 'mirrorTooLong'],
    ['never answers', silent, 'mirrorSilent'],
    ['stops in the middle', stalls(body, 1000), 'mirrorStalled'],
    ['ends at once', (_, response) => void response.destroy(), 'mirrorUnreachable'],
    ['sends nothing', answers(200), 'mirrorCutShort'],
  ]

  it.each(cases)('because it %s is named, and the next one is used', async (_, behave, code) => {
    const bad = server.at('/bad', behave)
    const reasons = await download([bad])
    expect(reasons).toMatchObject([{ where: bad, problem: { code } }])
    expect(fs.existsSync(target)).toBe(false)
    expect(await download([bad, server.at('/good', serves(body))])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
    expect(files()).toEqual(['file.gz'])
  })

  it('because there is no server is named', async () => {
    const gone = server.at('/a', silent)
    await server.close()
    expect(await download([gone])).toMatchObject([{ problem: { code: 'mirrorUnreachable' } }])
    server = await testServer()
  })

  it('never leaves more bytes on the disk than the file has', async () => {
    await download([server.at('/a', endless)])
    const sizes = files().map((name) => fs.statSync(path.join(path.dirname(target), name)).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(body.length)
  })
})

describe('an interrupted download', () => {
  it('continues where it was, as often as it brings the file further', async () => {
    const step = 150_000
    expect(await download([server.at('/a', serves(body, { upTo: step }))])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
    const offsets = ranges('/a').map((range) => Number(/\d+/.exec(range ?? '0')?.[0]))
    expect(offsets.length).toBeGreaterThan(2)
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
  })

  it('continues from another mirror', async () => {
    const bad = server.at('/bad', stalls(body, 250_000))
    expect(await download([bad, server.at('/good', serves(body))])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
    expect(ranges('/good')[0]).toMatch(/^bytes=[1-9]/)
  })

  it('continues in a later call', async () => {
    const at = server.at('/a', stalls(body, 250_000))
    expect(await download([at])).toHaveLength(1)
    server.at('/a', serves(body))
    expect(await download([at])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
    expect(ranges('/a').at(-1)).toMatch(/^bytes=[1-9]/)
  })

  it('begins again if the file there has changed', async () => {
    const old = Buffer.alloc(body.length, 1)
    const at = server.at('/a', serves(old, { upTo: 200_000, etag: '"old"' }))
    await download([at], AbortSignal.timeout(60_000)).catch(() => undefined)
    fs.writeFileSync(`${target}.part`, old.subarray(0, 200_000))
    fs.writeFileSync(`${target}.part.json`, JSON.stringify({ address: at, version: '"old"' }))
    server.at('/a', serves(body, { etag: '"new"' }))
    expect(await download([at])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
  })

  it.each([
    ['wrong', Buffer.alloc(1000, 9)],
    ['too many', Buffer.alloc(500_000, 9)],
    ['as many wrong', Buffer.alloc(body.length, 9)],
  ])('with %s bytes is downloaded again', async (_, bytes) => {
    fs.writeFileSync(`${target}.part`, bytes)
    fs.writeFileSync(`${target}.part.json`, '{"address": 7')
    expect(await download([server.at('/a', serves(body))])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
  })

  it.each([
    ['ignores ranges', serves(body, { ranges: false })],
    [
      'resumes elsewhere',
      ((request, response) =>
        request.headers.range === undefined
          ? serves(body)(request, response)
          : answers(206, body.subarray(5), {
              'Content-Range': `bytes 5-${body.length - 1}/${body.length}`,
            })(request, response)) satisfies Behaviour,
    ],
    [
      'refuses ranges',
      ((request, response) =>
        (request.headers.range === undefined ? serves(body) : answers(416))(
          request,
          response,
        )) satisfies Behaviour,
    ],
  ])('begins again at a server that %s', async (_, behave) => {
    fs.writeFileSync(`${target}.part`, body.subarray(0, 1000))
    expect(await download([server.at('/a', behave)])).toBeUndefined()
    expect(fs.readFileSync(target).equals(body)).toBe(true)
  })

  it('ends when it is cancelled, without another mirror, and can be continued', async () => {
    const abort = new AbortController()
    const at = server.at('/a', stalls(body, 250_000))
    server.at('/b', (request, response) => {
      abort.abort(new Error('enough'))
      stalls(body, 10)(request, response)
    })
    const other = server.at('/c', serves(body))
    const ending = download([at, at.replace('/a', '/b'), other], abort.signal)
    await expect(ending).rejects.toThrow('enough')
    expect(ranges('/c')).toEqual([])
    expect(fs.existsSync(target)).toBe(false)
    expect(await download([other])).toBeUndefined()
  })
})

it('follows redirections', async () => {
  server.at('/real', serves(body))
  expect(await download([server.at('/a', answers(302, '', { Location: '/real' }))])).toBeUndefined()
})

it('reports a full or read-only disk, instead of trying other mirrors', async () => {
  fs.mkdirSync(`${target}.part`)
  await expect(download([server.at('/a', serves(body))])).rejects.toMatchObject({ code: 'storage' })
  expect(server.requests).toEqual([])
})
