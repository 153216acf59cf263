import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownFolderPrefix, sweepLeftovers } from './leftovers'

const [, host, boot] = /graph-(.+)-(.+)-\d+-$/.exec(ownFolderPrefix()) as unknown as string[]
/** No process has this id: it is above the maximum on Linux and macOS. */
const DEAD = 4194999
const HOUR = 60 * 60 * 1000

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leftovers-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/**
 * Makes a folder as a process would have left it some time ago, and returns whether sweeping keeps
 * it.
 */
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
  it('of a dead process is swept', () => {
    expect(survives(`gan-studio-graph-${host}-${boot}-${DEAD}-a`)).toBe(false)
  })

  it('of a running process is kept', () => {
    expect(survives(`${ownFolderPrefix()}a`)).toBe(true)
    expect(survives(`${ownFolderPrefix()}b`, HOUR)).toBe(true)
  })

  it('is swept eventually, even if its process id is in use again', () => {
    expect(survives(`${ownFolderPrefix()}a`, 25 * HOUR)).toBe(false)
  })

  it('of an earlier boot is swept, even if its process id is in use', () => {
    const earlier = '0123456789ab'
    expect(survives(`gan-studio-graph-${host}-${earlier}-${process.pid}-a`)).toBe(false)
  })

  it('is recognised by its age as from an earlier boot where boots have no id', () => {
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

  it('is the only kind of entry removed', () => {
    for (const name of [
      'gan-studio',
      `gan-studio-graph-${DEAD}-a`,
      `x-${host}-${boot}-${DEAD}-a`,
    ]) {
      expect(survives(name, 1000 * HOUR), name).toBe(true)
    }
  })
})
