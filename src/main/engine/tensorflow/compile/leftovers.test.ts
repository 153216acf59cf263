import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownFolderPrefix, sweepLeftovers } from './leftovers'

const [, host, boot] = /graph-(.+)-(.+)-\d+-$/.exec(ownFolderPrefix()) as unknown as string[]
/** No process has this number: it is above Linux's and macOS's highest. */
const DEAD = 4194999
const HOUR = 60 * 60 * 1000

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leftovers-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** Makes a folder as a process leaves it, so long ago, and says whether sweeping leaves it there. */
function survives(name: string, age = 0): boolean {
  const place = path.join(folder, name)
  fs.mkdirSync(place)
  fs.writeFileSync(path.join(place, 'saved_model.pb'), 'a graph')
  const made = new Date(Date.now() - age)
  fs.utimesSync(place, made, made)
  sweepLeftovers(folder)
  return fs.existsSync(place)
}

describe('the folder of a graph', () => {
  it('of a process that is gone is swept', () => {
    expect(survives(`gan-studio-graph-${host}-${boot}-${DEAD}-a`)).toBe(false)
  })

  it('of a process that runs is not', () => {
    expect(survives(`${ownFolderPrefix()}a`)).toBe(true)
    expect(survives(`${ownFolderPrefix()}b`, HOUR)).toBe(true)
  })

  it('is swept in the end, where the number of its process is in use again', () => {
    expect(survives(`${ownFolderPrefix()}a`, 25 * HOUR)).toBe(false)
  })

  it('of an earlier start of the system is swept, whoever has its number now', () => {
    const earlier = '0123456789ab'
    expect(survives(`gan-studio-graph-${host}-${earlier}-${process.pid}-a`)).toBe(false)
  })

  it('is told by its age to be of an earlier start, where starts have no number', () => {
    const name = `gan-studio-graph-${host}-unknown-${process.pid}`
    const running = os.uptime() * 1000
    expect(survives(`${name}-a`, running + HOUR)).toBe(false)
    expect(survives(`${name}-b`)).toBe(true)
  })

  it('of another host is never touched', () => {
    const other = 'ba9876543210'
    expect(survives(`gan-studio-graph-${other}-${boot}-${DEAD}-a`, 1000 * HOUR)).toBe(true)
    expect(survives(`gan-studio-graph-${other}-unknown-${DEAD}-a`, 1000 * HOUR)).toBe(true)
  })

  it('is all that is touched', () => {
    for (const name of [
      'gan-studio',
      `gan-studio-graph-${DEAD}-a`,
      `x-${host}-${boot}-${DEAD}-a`,
    ]) {
      expect(survives(name, 1000 * HOUR), name).toBe(true)
    }
  })
})
