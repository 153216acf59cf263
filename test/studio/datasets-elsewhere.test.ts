import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { preparationSchema } from '../../src/contract/datasets/preparation'
import type { StudioEvent } from '../../src/contract/events'
import { encodePng } from '../../src/main/image/png'
import { RandomStream } from '../../src/main/gan/random/random'
import { newJournal, writeJournal } from '../../src/main/storage/datasets/journal'
import { stagingDirectory } from '../../src/main/storage/datasets/paths'
import { createStaging, whileStaged } from '../../src/main/storage/datasets/staging'
import { writePrepared } from '../../src/main/storage/testing/prepared'
import { temporaryFolder } from '../support/studio'
import { open } from '../support/studio-host'
import type { Opened } from '../support/studio-host'

/* Two studios on one data folder: data sets that one of them changes must change in the other. */

const LOOK_EVERY_MS = 100

async function pictures(root: string, count: number): Promise<string> {
  const folder = path.join(root, 'pictures')
  fs.mkdirSync(folder)
  const random = RandomStream.seeded(1, 'pictures')
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from({ length: 8 * 8 }, () => random.below(256))
    const png = await encodePng({ data, width: 8, height: 8, channels: 1 })
    fs.writeFileSync(path.join(folder, `${i}.png`), png)
  }
  return folder
}

const requestOf = (folder: string) => ({
  source: { path: folder, options: {} },
  preparation: preparationSchema.parse({ imageSize: 8, channels: 1 }),
  name: 'Cats',
})

async function two(root = temporaryFolder()) {
  const options = { lookEveryMs: LOOK_EVERY_MS }
  const [other, here] = [await open(root, options), await open(root, options)]
  expect((await here.call('datasets.list', {})).removed).toEqual([])
  return { root, other, here }
}

/** Waits for the next `datasets` event, and lists the data sets as a page does. */
async function listedAfter(here: Opened, change: () => Promise<unknown>) {
  const before = here.studio.sequence
  await change()
  await here.waitForEvent('datasets', () => true, before)
  const { datasets, ...rest } = await here.call('datasets.list', {})
  return {
    ...rest,
    titles: datasets.flatMap(({ kind, title }) => (kind === 'bundled' ? [] : title)),
  }
}

it('what another process renames, removes and restores appears here', async () => {
  const root = temporaryFolder()
  writePrepared(path.join(root, 'datasets'), 'cats', { count: 3, size: 4, name: 'Cats' })
  const { other, here } = await two(root)
  const renamed = await listedAfter(here, () =>
    other.call('datasets.rename', { name: 'cats', title: 'Dogs' }),
  )
  expect(renamed.titles).toEqual(['Dogs'])
  const removed = await listedAfter(here, () => other.call('datasets.remove', { name: 'cats' }))
  expect(removed).toMatchObject({ titles: [], removed: [{ title: 'Dogs' }] })
  const entry = removed.removed[0]?.entry ?? ''
  const restored = await listedAfter(here, () => other.call('datasets.restore', { entry }))
  expect(restored).toMatchObject({ titles: ['Dogs'], removed: [] })
  const added = await listedAfter(here, async () =>
    writePrepared(path.join(root, 'datasets'), 'birds', { count: 3, size: 4, name: 'Birds' }),
  )
  expect(added.titles).toEqual(['Birds', 'Dogs'])
})

it('an import of another process appears with its progress, and ends', async () => {
  const { root, here } = await two()
  const dir = path.join(root, 'datasets')
  const request = requestOf(path.join(root, 'pictures'))
  const id = await createStaging(dir, request, () => false)
  const stateIs = (wanted: string, after = 0) =>
    here.waitForEvent('import', ({ import: { state } }) => state === wanted, after)
  expect((await stateIs('interrupted')).import).toMatchObject({ id, name: 'Cats', error: null })
  const staging = stagingDirectory(dir, id)
  const begin = { ...newJournal(request), total: 10 }
  await whileStaged(
    ...([dir, id] as const),
    async () => {
      await stateIs('running')
      for (const done of [4, 8]) {
        await writeJournal(staging, { ...begin, done, train: done })
        const { import: seen } = await here.waitForEvent('import', (event) => {
          return event.import.progress.done === done
        })
        expect(seen).toMatchObject({ state: 'running', progress: { total: 10, stored: done } })
      }
    },
    0,
  )
  await stateIs('interrupted', here.studio.sequence)
  const ended = await listedAfter(here, async () => {
    fs.rmSync(staging, { recursive: true })
    writePrepared(dir, id, { count: 3, size: 4, name: 'Cats' })
  })
  expect(ended).toMatchObject({ titles: ['Cats'], imports: [] })
})

it('an import that another process begins and completes becomes a data set here', async () => {
  const { root, other, here } = await two()
  await other.call('imports.start', requestOf(await pictures(root, 50)))
  await other.waitForEvent('importEnded')
  await here.waitForEvent('datasets')
  const { imports, datasets } = await here.call('datasets.list', {})
  expect(imports).toEqual([])
  expect(datasets).toContainEqual(expect.objectContaining({ title: 'Cats', images: 50 }))
})

it('an import that another process cancels disappears here', async () => {
  const { root, other, here } = await two()
  const request = requestOf(path.join(root, 'pictures'))
  const id = await createStaging(path.join(root, 'datasets'), request, () => false)
  await here.waitForEvent('import')
  const cancelled = await listedAfter(here, () => other.call('imports.cancel', { id }))
  expect(cancelled).toMatchObject({ titles: [], imports: [] })
})

it('no events are sent while nothing changes', async () => {
  const root = temporaryFolder()
  const dir = path.join(root, 'datasets')
  for (let i = 0; i < 20; i++) writePrepared(dir, `set-${i}`, { count: 3, size: 4 })
  const { other, here } = await two(root)
  const { entry } = await other.call('datasets.remove', { name: 'set-3' })
  await here.waitForEvent('datasets')
  const quiet = here.studio.sequence
  // Temporary files and locks cause no event; only the restored data set does.
  fs.writeFileSync(path.join(dir, '.tmp-1-0123456789ab-x'), '')
  fs.mkdirSync(path.join(dir, '.tmp-1-0123456789ab-y'))
  fs.writeFileSync(path.join(dir, '.import-x.lock'), '')
  await listedAfter(here, () => other.call('datasets.restore', { entry }))
  const said: StudioEvent[] = here.events
    .filter(({ sequence }) => sequence > quiet)
    .map(({ event }) => event)
  expect(said).toEqual([{ type: 'datasets' }])
})

it('an import that another process is just continuing is not shown as failed here', async () => {
  const { root, other, here } = await two()
  const folder = await pictures(root, 50)
  const { id } = await other.call('imports.start', requestOf(folder))
  // The other studio's process may not hold the lock yet; then this studio's begins too.
  await here.call('imports.continue', { id }).catch(() => undefined)
  await Promise.all([here.waitForEvent('datasets'), other.waitForEvent('datasets')])
  for (const { events, call } of [here, other]) {
    const states = events.flatMap(({ event }) =>
      event.type === 'import' ? [event.import.state] : [],
    )
    expect(states).not.toContain('failed')
    expect((await call('datasets.list', {})).imports).toEqual([])
  }
})
