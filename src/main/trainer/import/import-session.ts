import type { SourceKind } from '../../../contract/datasets/source'
import { problemError } from '../../../contract/errors'
import { withClassNames } from '../../sources/class-names'
import { mapOrdered } from '../../sources/map-ordered'
import { openSource } from '../../sources/sources'
import type { OpenSource } from '../../sources/source'
import { isComplete, readJournal, writeJournal } from '../../storage/datasets/journal'
import type { Journal } from '../../storage/datasets/journal'
import { placeDataset, publishDataset } from '../../storage/datasets/publish'
import { stagingDirectory } from '../../storage/datasets/paths'
import { Staged } from '../../storage/datasets/staged'
import { whileStaged } from '../../storage/datasets/staging'
import { prepared } from './prepared'
import type { Prepared } from './prepared'
import { Reporter } from './reporter'
import type { OnProgress } from './reporter'
import { select } from './select'
import type { Selection } from './select'

/** Images prepared at a time. */
const CONCURRENCY = 16
/** Refused files that are listed by name. */
const MAX_LISTED = 1000
/** Sizes that are counted one by one. */
const MAX_SIZES = 1000

/** The kinds of sources in which each image is a file; the files' names are kept. */
const NAMED: readonly SourceKind[] = ['folder', 'zip', 'generated']

/** Milliseconds between reports, and between entries in the journal. */
export interface Pace {
  reportEvery: number
  saveEvery: number
}
const usualPace: Pace = { reportEvery: 400, saveEvery: 1000 }

export interface ImportJob {
  /** The folder of the user's data sets. */
  datasetsDir: string
  /** The name of the data set's folder; its staging folder has a journal. */
  id: string
}

/**
 * Imports the source that the journal in its staging folder names, continuing where the journal ends. Killing
 * the process loses the last seconds of work; the next call continues from there.
 *
 * @returns the name of the data set's folder
 * @throws StudioError `data` if the source cannot be read, has changed since the import began, or
 *   has no usable image; `usage` if the preparation does not fit, or another process is importing
 *   it; `storage`
 */
export function importDataset(
  { datasetsDir, id }: ImportJob,
  onProgress: OnProgress,
  pace = usualPace,
): Promise<string> {
  const staging = stagingDirectory(datasetsDir, id)
  return whileStaged(
    datasetsDir,
    id,
    async () => {
      if (isComplete(staging)) return placeDataset(datasetsDir, id, staging)
      const journal = await readJournal(staging)
      const progress = new Reporter(journal, onProgress, pace.reportEvery)
      return importFrom(journal, { datasetsDir, id, staging, ...pace }, progress)
    },
    0,
  )
}

async function importFrom(
  journal: Journal,
  place: ImportJob & Pace & { staging: string },
  progress: Reporter,
): Promise<string> {
  const { signal } = new AbortController()
  progress.begin('listing')
  const source = await openSource(journal.request.source, {
    signal,
    listed: (images) => progress.count(images),
  })
  try {
    refuseChanged(journal, source)
    source.description = withClassNames(source.description, journal.request.classNames)
    const selection = select(source, journal.request.preparation)
    journal.stamp = source.stamp
    journal.total = selection.indices.length
    await writeJournal(place.staging, journal)
    progress.begin('reading')
    const staged = await Staged.open(place.staging, journal, {
      labelled: selection.classes !== null,
      named: NAMED.includes(source.description.kind),
    })
    try {
      await readImages({ ...place, source, selection, staged, journal, progress, signal })
    } finally {
      await staged.close()
    }
    progress.begin('finishing')
    const facts = { ...source.description, classes: selection.classes }
    return await publishDataset({ ...place, staged, journal, facts }, (done) =>
      progress.count(done),
    )
  } finally {
    await source.close()
  }
}

function refuseChanged({ stamp, done }: Journal, source: OpenSource): void {
  if (stamp === null || done === 0 || stamp === source.stamp) return
  throw problemError('data', 'sourceChanged', {}, { where: source.description.path })
}

interface Work extends Pick<Pace, 'saveEvery'> {
  source: OpenSource
  selection: Selection
  staged: Staged
  journal: Journal
  progress: Reporter
  staging: string
  signal: AbortSignal
}

async function readImages(work: Work): Promise<void> {
  const { source, selection, journal, progress, signal, saveEvery } = work
  const { preparation } = journal.request
  const left = selection.indices.subarray(journal.done)
  const images = mapOrdered(
    source.read(left, signal),
    { concurrency: CONCURRENCY, signal },
    (image) => prepared(image, preparation),
  )
  let saved = performance.now()
  for await (const image of images) {
    await store(work, image)
    journal.done++
    progress.report()
    if (performance.now() - saved < saveEvery) continue
    await save(work)
    saved = performance.now()
  }
  await save(work)
}

/** The journal counts only images that are on disk. */
async function save({ staged, staging, journal }: Work): Promise<void> {
  await staged.sync()
  await writeJournal(staging, journal)
}

async function store({ source, selection, staged, journal }: Work, image: Prepared): Promise<void> {
  const { name, label } = source.entry(selection.indices[journal.done] as number)
  if ('refused' in image) {
    journal.refused.count++
    if (journal.refused.files.length < MAX_LISTED) {
      journal.refused.files.push({ name, why: image.refused })
    }
    return
  }
  countSize(journal.sizes, image)
  const isNew = staged.isNew(image.pixels)
  if (!isNew) journal.duplicates++
  if (!isNew && journal.request.preparation.duplicates === 'skip') return
  const part = selection.heldOut[journal.done] === 1 ? 'holdOut' : 'train'
  const number = label === null ? null : (selection.classNumbers[label] ?? 0)
  await staged.append(part, image.pixels, { label: number, name })
  journal[part] = staged.counts[part]
}

function countSize(sizes: Journal['sizes'], { width, height }: { width: number; height: number }) {
  const found = sizes.find(([w, h]) => w === width && h === height)
  if (found !== undefined) found[2]++
  else if (sizes.length < MAX_SIZES) sizes.push([width, height, 1])
}
