import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePrepared } from '../testing/prepared'
import { findFolder, lastingName } from './find-dataset'

let root: string
let dirs: string[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-'))
  dirs = [join(root, 'bundled'), join(root, 'own')]
})
afterEach(() => rm(root, { recursive: true }))

const made = { count: 2, size: 2 }
const own = (id: string, name: string): string =>
  writePrepared(dirs[1] ?? '', id, { ...made, name })

describe('lastingName', () => {
  it('keeps names and paths, and replaces titles and other spellings by names', async () => {
    const path = own('digits', 'My digits: a/b')
    expect(await lastingName('digits', dirs)).toBe('digits')
    expect(await lastingName(path, dirs)).toBe(path)
    expect(await lastingName('My digits: a/b', dirs)).toBe('digits')
    expect(await lastingName('DIGITS', dirs)).toBe('digits')
  })

  it('is the path where another folder has the same name', async () => {
    writePrepared(dirs[0] ?? '', 'digits', made)
    const path = own('digits', 'Mine')
    const name = await lastingName('Mine', dirs)
    expect(await findFolder(name, dirs)).toMatchObject({ path })
  })
})
