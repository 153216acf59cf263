import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/testing/failure-of'
import { filesBelow, tempDir } from '../../../storage/testing/temp-dir'
import { someBytes } from '../known/testing'
import { unpack } from './unpack'

let dir: string
beforeEach(() => (dir = tempDir()))

const big = someBytes(200_000, 1)
const odd = someBytes(513, 2)
const formats = ['zip', 'tar.gz'] as const

/** An archive made by other programs. */
function archiveOf(format: (typeof formats)[number], files: Record<string, Buffer>): string {
  const archive = path.join(dir, `archive.${format}`)
  if (format === 'zip') {
    fs.writeFileSync(archive, zipSync(files))
    return archive
  }
  const from = tempDir()
  for (const [name, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(from, name)), { recursive: true })
    fs.writeFileSync(path.join(from, name), bytes)
  }
  execFileSync('tar', ['-czf', archive, '-C', from, ...Object.keys(files)])
  return archive
}

const out = () => path.join(dir, 'out')
const content = (format: (typeof formats)[number], entries: string[], maxBytes = 1e6) => ({
  ...{ format, entries, maxBytes },
})
const signal = new AbortController().signal

describe.each(formats)('a %s archive', (format) => {
  it('gives the files that are named, byte for byte, and no others', async () => {
    const archive = archiveOf(format, {
      'x/other': big,
      'x/a': odd,
      'y/b': big,
      'y/empty': Buffer.alloc(0),
    })
    await unpack(archive, content(format, ['y/b', 'x/a', 'y/empty']), out(), signal)
    expect(filesBelow(out())).toEqual(['a', 'b', 'empty'])
    expect(fs.readFileSync(path.join(out(), 'a')).equals(odd)).toBe(true)
    expect(fs.readFileSync(path.join(out(), 'b')).equals(big)).toBe(true)
  })

  it.each([
    ['lacks a file', ['x/a', 'x/nowhere'], 1e6, 'archiveLacks'],
    ['has more content than expected', ['x/a', 'x/b'], 100_000, 'archiveDamaged'],
  ])('that %s is refused and leaves nothing', async (_, entries, most, code) => {
    const archive = archiveOf(format, { 'x/a': odd, 'x/b': big })
    const failure = await failureOf(() =>
      unpack(archive, content(format, entries, most), out(), signal),
    )
    expect([failure.code, failure.problem?.code, failure.where]).toEqual(['data', code, archive])
    expect(fs.readdirSync(dir)).toEqual([path.basename(archive)])
  })

  it('that is cut short anywhere is refused and leaves nothing', async () => {
    const archive = archiveOf(format, { 'x/a': odd, 'x/b': big })
    const whole = fs.readFileSync(archive)
    for (const share of [0, 0.001, 0.3, 0.9]) {
      fs.writeFileSync(archive, whole.subarray(0, Math.floor(whole.length * share)))
      const failure = await failureOf(() =>
        unpack(archive, content(format, ['x/b']), out(), signal),
      )
      expect(failure.code).toBe('data')
      expect(fs.readdirSync(dir)).toEqual([path.basename(archive)])
    }
  })

  it('stops when it is cancelled', async () => {
    const archive = archiveOf(format, { 'x/b': big })
    const aborted = AbortSignal.abort(new Error('enough'))
    await expect(unpack(archive, content(format, ['x/b']), out(), aborted)).rejects.toThrow(
      'enough',
    )
    expect(fs.existsSync(out())).toBe(false)
  })
})

it.each([
  ['is no archive', someBytes(2000, 5)],
  ['has a damaged header', gzipSync(someBytes(2048, 6))],
  [
    'has an absurd size',
    gzipSync(Buffer.from('a'.padEnd(124, '\0') + '77777777777\0'.padEnd(388, '\0'))),
  ],
])('a tar that %s is refused by name', async (_, bytes) => {
  const archive = path.join(dir, 'a.tar.gz')
  fs.writeFileSync(archive, bytes)
  const failure = await failureOf(() => unpack(archive, content('tar.gz', ['a']), out(), signal))
  expect([failure.code, failure.problem?.code]).toEqual(['data', 'archiveDamaged'])
})

it('a tar with links and folders of the same names gives the regular file only', async () => {
  const from = tempDir()
  fs.mkdirSync(path.join(from, 'x'))
  fs.symlinkSync('/etc/passwd', path.join(from, 'x/a'))
  const archive = path.join(dir, 'a.tar.gz')
  execFileSync('tar', ['-czf', archive, '-C', from, 'x'])
  const failure = await failureOf(() => unpack(archive, content('tar.gz', ['x/a']), out(), signal))
  expect(failure.problem?.code).toBe('archiveLacks')
})
