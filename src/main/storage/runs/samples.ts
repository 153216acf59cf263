import fs from 'node:fs'
import { join } from 'node:path'
import { StudioError } from '../../../contract/errors'
import { readGuarded } from '../../disk/guarded'
import { MOST_PICTURE } from '../../disk/limits'
import { writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { samplesDirectory, stepName, stepOfName } from './paths'

/** The files of the sample of a step. */
export function sampleFiles(runDir: string, step: number): { png: string; json: string } {
  const stem = join(samplesDirectory(runDir), stepName(step))
  return { png: `${stem}.png`, json: `${stem}.json` }
}

/**
 * Saves a sample grid and what is known about it. The description comes last, so a sample that
 * has one is whole.
 *
 * @returns the path of the PNG
 * @throws StudioError `storage`
 */
export async function writeSample(
  runDir: string,
  step: number,
  png: Uint8Array,
  info: object,
): Promise<string> {
  const files = sampleFiles(runDir, step)
  await writeFileAtomic(files.png, png)
  await writeFileAtomic(files.json, `${JSON.stringify(info, null, 2)}\n`)
  return files.png
}

/**
 * The steps that have a whole sample, rising.
 *
 * @throws StudioError `storage`
 */
export async function listSamples(runDir: string): Promise<number[]> {
  const entries = await listFolder(samplesDirectory(runDir), 'list the samples')
  // Links are left out: see readSample.
  const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
  const steps: number[] = []
  for (const name of names) {
    const stem = name.endsWith('.png') ? name.slice(0, -4) : ''
    const step = stepOfName(stem)
    if (step !== undefined && names.has(`${stem}.json`)) steps.push(step)
  }
  return steps.sort((a, b) => a - b)
}

/**
 * The PNG of a sample; undefined if there is none. Only a file of the run's own folder is one: a
 * link could show any file of this machine to everyone who may see the run.
 *
 * @throws StudioError `storage`
 */
export async function readSample(runDir: string, step: number): Promise<Uint8Array | undefined> {
  const { png } = sampleFiles(runDir, step)
  return onDisk('read the sample', png, async () => {
    try {
      const inside = await fs.promises.realpath(runDir)
      if ((await fs.promises.realpath(png)) !== sampleFiles(inside, step).png) return undefined
      return await readGuarded(png, { most: MOST_PICTURE })
    } catch (error) {
      // What is there is no picture of a sample, whatever else it may be.
      if (error instanceof StudioError || absent.includes(errnoOf(error) ?? '')) return undefined
      throw error
    }
  })
}

/** Not there, or not what it should be. */
const absent = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO']
