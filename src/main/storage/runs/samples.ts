import fs from 'node:fs'
import { basename, join } from 'node:path'
import { StudioError } from '../../../contract/errors'
import { readGuarded } from '../../disk/guarded'
import { MAX_IMAGE_BYTES } from '../../disk/limits'
import { makeSubfolder } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { samplesDirectory, stepName, stepOfName } from './paths'

/** The paths of a step's sample files. */
export function sampleFiles(runDir: string, step: number): { png: string; json: string } {
  const stem = join(samplesDirectory(runDir), stepName(step))
  return { png: `${stem}.png`, json: `${stem}.json` }
}

/**
 * Saves a sample grid and its description. The description is written last, so a sample that has
 * one is complete.
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
  const parent = samplesDirectory(runDir)
  await onDisk('save the sample', parent, () => makeSubfolder(parent))
  await writeFileAtomic(files.png, png)
  await writeFileAtomic(files.json, `${JSON.stringify(info, null, 2)}\n`)
  return files.png
}

/**
 * Lists the steps that have a complete sample, in ascending order.
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
 * Reads the PNG of a sample; undefined if there is none. The folder of samples may be a link, but a
 * sample may not: it could expose any file of this machine to everyone who may view the run.
 *
 * @throws StudioError `storage`
 */
export async function readSample(runDir: string, step: number): Promise<Uint8Array | undefined> {
  const { png } = sampleFiles(runDir, step)
  return onDisk('read the sample', png, async () => {
    try {
      const folder = await fs.promises.realpath(samplesDirectory(runDir))
      if ((await fs.promises.realpath(png)) !== join(folder, basename(png))) return undefined
      return await readGuarded(png, { maxBytes: MAX_IMAGE_BYTES })
    } catch (error) {
      // Not a regular file, or too large to be a sample.
      if (error instanceof StudioError || absent.includes(errnoOf(error) ?? '')) return undefined
      throw error
    }
  })
}

/** Error codes that mean there is no such sample. */
const absent = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO']
