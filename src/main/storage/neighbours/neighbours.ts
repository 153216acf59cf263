import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { asNotice, StudioError } from '../../../contract/errors'
import {
  NEIGHBOURS_SCHEMA_VERSION,
  neighboursSchema,
} from '../../../contract/neighbours/neighbours'
import type { NamedNeighbours, Neighbours } from '../../../contract/neighbours/neighbours'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { readGuarded } from '../../disk/guarded'
import { MAX_IMAGE_BYTES } from '../../disk/limits'
import { makeSubfolder } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { listFolder } from '../files/list-folder'
import { neighboursDirectory, stepName, stepOfName } from '../runs/paths'

const KIND: DocumentKind = {
  what: 'The list of nearest training images',
  version: NEIGHBOURS_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'neighboursUnreadable',
}

const NAME = /^(\d{8,15})-[0-9a-f]{12}\.(?:json|png)$/

/** The step in the name of a file; undefined for any other name. */
export function stepOfNeighbours(name: string): number | undefined {
  const step = NAME.exec(name)?.[1]
  return step === undefined ? undefined : stepOfName(step)
}

/** The name of the files of a search, without extension: one for each request. */
function nameOf(found: Neighbours): string {
  const { step, weights, space, net, dataset, seed, engine, samples } = found
  const neighbours = samples[0]?.neighbours.length
  const identity = [
    ...[weights, space, net?.sha256, dataset.fingerprint, seed, engine.name, engine.version],
    ...[samples.length, neighbours],
  ]
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12)
  return `${stepName(step)}-${hash}`
}

/**
 * Stores a document and its images, which exist as long as the document does.
 *
 * @returns its name
 * @throws StudioError `storage`
 */
export async function writeNeighbours(
  runDir: string,
  found: Neighbours,
  png: Uint8Array,
): Promise<string> {
  const parent = neighboursDirectory(runDir)
  await onDisk('save the nearest training images', parent, () => makeSubfolder(parent))
  const name = nameOf(found)
  await writeFileAtomic(join(parent, `${name}.png`), png)
  await writeFileAtomic(join(parent, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`)
  return name
}

interface Listed {
  /** The newest first. */
  found: NamedNeighbours[]
  /** Files that were skipped because they are damaged or from a newer version. */
  warnings: Notice[]
}

/** Lists the results of searches that are stored in a run. @throws StudioError `storage` */
export async function listNeighbours(runDir: string): Promise<Listed> {
  const listed: Listed = { found: [], warnings: [] }
  for (const file of await neighbourNames(runDir)) {
    if (!file.endsWith('.json')) continue
    try {
      const read = await readStored(join(neighboursDirectory(runDir), file))
      listed.found.push({ ...read, name: file.slice(0, -'.json'.length) })
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'checkpoint') throw error
      const why = asNotice(error, { remedy: false })
      listed.warnings.push(notice('neighboursLeftOut', { why }))
    }
  }
  listed.found.sort((a, b) => (a.measuredAt < b.measuredAt ? 1 : -1))
  return listed
}

/** The names of a run's files, sorted, so that documents (.json) come before their images. */
export async function neighbourNames(runDir: string): Promise<string[]> {
  const entries = await listFolder(neighboursDirectory(runDir), 'list the nearest training images')
  // A link could expose any file of this machine to everyone who may view the run.
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  return files.filter((name) => stepOfNeighbours(name) !== undefined).sort()
}

/**
 * Reads the images of a search; undefined if there are none with this name.
 *
 * @throws StudioError `storage`
 */
export async function readNeighboursPng(
  runDir: string,
  name: string,
): Promise<Uint8Array | undefined> {
  if (!(await neighbourNames(runDir)).includes(`${name}.png`)) return undefined
  const file = join(neighboursDirectory(runDir), `${name}.png`)
  return onDisk('read the nearest training images', file, () =>
    readGuarded(file, { maxBytes: MAX_IMAGE_BYTES }),
  )
}

async function readStored(file: string): Promise<Neighbours> {
  const { migrated } = parseDocument(await readDocument(file, KIND), KIND, file)
  return parseStored(neighboursSchema, migrated, KIND.what, file)
}
