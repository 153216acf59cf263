import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodePng } from '../../src/main/image/png'
import { renameDataset } from '../../src/main/storage/datasets/rename'
import { readRun } from '../../src/main/storage/runs/runs'
import { writePrepared } from '../../src/main/storage/testing/prepared'
import { cli, runsOf, TINY } from '../support/cli'
import type { Ran } from '../support/cli'
import { temporaryFolder } from '../support/studio'

/* Data sets on the command line. */

let root: string
beforeEach(() => {
  root = temporaryFolder()
})

/** Writes a data set of 16 images of 8x8 pixels. @returns its folder */
const stored = (id: string, more: Partial<Parameters<typeof writePrepared>[2]> = {}): string =>
  writePrepared(path.join(root, 'datasets'), id, { count: 16, size: 8, ...more })

const train = (...args: string[]): Ran =>
  cli(root, 'train', ...TINY, '--batch-size', '8', '--steps', '1', ...args)

const lastRun = () => readRun(path.join(root, 'runs', runsOf(root).at(-1) ?? ''))

/** A folder of one picture a class. */
async function pictures(...classes: string[]): Promise<string> {
  const folder = path.join(root, 'birds')
  for (const [i, name] of classes.entries()) {
    fs.mkdirSync(path.join(folder, name), { recursive: true })
    const data = new Uint8Array(64).fill(i)
    const png = await encodePng({ width: 8, height: 8, channels: 1, data })
    fs.writeFileSync(path.join(folder, name, 'one.png'), png)
  }
  return folder
}

describe('data describe and data add', () => {
  it.each(['describe', 'add'])('%s ends by itself after an error', (command) => {
    const { code, stderr } = cli(root, 'data', command, path.join(root, 'missing'))
    expect(code).toBe(3)
    expect(stderr).toContain('There is no such file or folder')
  })

  it('refuses an unknown class before an import exists', async () => {
    const folder = await pictures('robin', 'wren')
    const { code, stderr } = cli(root, 'data', 'add', folder, '--classes', 'robin,eagle')
    expect(code).toBe(2)
    expect(stderr).toContain('There is no class "eagle"')
    expect(cli(root, 'data', 'list').stdout).not.toContain('birds')
    expect(fs.existsSync(path.join(root, 'datasets'))).toBe(false)
  })
})

describe('train', () => {
  it('stores the name that stays of a data set given by its title', async () => {
    const folder = stored('digits', { name: 'My digits!' })
    expect(train('--data', 'My digits!')).toMatchObject({ code: 0 })
    expect((await lastRun()).config.dataset).toBe('digits')
    await renameDataset(folder, 'Others')
    expect(cli(root, 'resume', 'latest', '--steps', '2')).toMatchObject({ code: 0 })
  })

  it('says to which size the images are converted, if it is another', () => {
    stored('small')
    stored('large', { size: 16, channels: 3 })
    expect(train('--data', 'small').stderr).toMatch(/data {5}small, 16 images\n/)
    expect(train('--data', 'large').stderr).toContain(
      'data     large, 16 images, 16x16x3 converted to 8x8x1',
    )
  })
})
