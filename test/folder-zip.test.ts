import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource } from '../src/main/sources/sources'
import { png } from '../src/main/sources/pictures/testing'
import { FolderZip } from '../src/renderer/transport/folder-zip'
import type { FolderFile } from '../src/renderer/transport/folder-zip'
import { temporaryFolder } from './support/studio'

/* The zip file that a page makes of a folder, as others read it. */

const PIECE = 8 * 2 ** 20
const signal = new AbortController().signal

/** Writes the zip of a folder as the host stores it, piece by piece. */
async function written(files: FolderFile[]): Promise<string> {
  const zip = new FolderZip('pets', files, signal)
  const file = path.join(temporaryFolder(), zip.name)
  for (let at = 0; at < zip.size; at += PIECE) {
    const piece = await zip.slice(at, Math.min(zip.size, at + PIECE)).arrayBuffer()
    fs.appendFileSync(file, new Uint8Array(piece))
  }
  return file
}
const fileOf = (name: string, bytes: Uint8Array): FolderFile => ({
  path: name,
  file: new File([new Uint8Array(bytes)], name),
})

it('a folder of two classes is a source of pictures with these classes', async () => {
  const files: FolderFile[] = []
  for (const [i, label] of ['cats', 'dogs', 'dogs', '数字'].entries())
    files.push(fileOf(`${label}/${i}.png`, await png(i)))
  const source = await openSource({ path: await written(files), options: {} }, { signal })
  try {
    expect(source.description).toMatchObject({ kind: 'zip', images: 4, labelsFrom: 'folders' })
    expect(source.description.classes).toEqual([
      { name: 'cats', images: 1 },
      { name: 'dogs', images: 2 },
      { name: '数字', images: 1 },
    ])
    expect(source.description.notes).toEqual([])
  } finally {
    await source.close()
  }
})

it('70,000 files, which need the 64-bit format, are all there', async () => {
  const picture = await png(7)
  const blob = new File([new Uint8Array(picture)], 'x')
  const files = Array.from({ length: 70_000 }, (_, i) => ({
    path: `${i % 2 === 0 ? 'a' : 'b'}/${i}.png`,
    file: blob,
  }))
  const source = await openSource({ path: await written(files), options: {} }, { signal })
  expect(source.description).toMatchObject({ images: 70_000, notes: [] })
  expect(source.description.classes?.map(({ images }) => images)).toEqual([35_000, 35_000])
  await source.close()
})

const python = process.env['GAN_STUDIO_PYTHON'] ?? 'python3'
const CHECK = `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as z:
    bad = z.testzip()
    print(json.dumps([bad, {i.filename: [i.file_size, i.CRC] for i in z.infolist()}]))
`
const hasPython = (() => {
  try {
    execFileSync(python, ['-c', 'import zipfile'])
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!hasPython)('Python (needs python3)', () => {
  it('finds no fault in it, also in files longer than a piece', async () => {
    const long = new Uint8Array(2 * PIECE + 12_345).map((_, i) => (i * 31 + (i >> 12)) & 255)
    const files = [fileOf('a/short.png', long.subarray(0, 10)), fileOf('a/é long.png', long)]
    const file = await written([...files, fileOf('z.png', long.subarray(5, 4000))])
    const [bad, entries] = JSON.parse(
      execFileSync(python, ['-c', CHECK, file], { encoding: 'utf8' }),
    ) as [string | null, Record<string, [number, number]>]
    expect(bad).toBeNull()
    expect(Object.keys(entries)).toEqual(['a/short.png', 'a/é long.png', 'z.png'])
    expect(entries['a/é long.png']?.[0]).toBe(long.length)
  })
})
