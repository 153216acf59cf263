import type { Command } from 'commander'
import { bytesText } from '../../../contract/bytes'
import { grouped } from '../../../contract/counted'
import type { KnownDataset } from '../../../contract/datasets/known'
import { fromReport } from '../../../contract/errors'
import type { CommandContext } from '../context'
import { filled } from '../flags'
import { commandHint } from '../hints'
import type { Output } from '../output'
import { formatTable } from '../table'
import { follow } from './add-command'
import { showImport } from './import-progress'

/** Commands about published data sets that can be downloaded. */
export function addKnownCommands(data: Command, context: CommandContext): void {
  const { output, studio } = context
  data
    .command('known')
    .description('list the published data sets that "data fetch" can download')
    .option(
      '--delete-downloads <key>',
      'delete the downloaded files of this data set, which can be downloaded again',
      filled('--delete-downloads'),
    )
    .action(async ({ deleteDownloads: key }: { deleteDownloads?: string }) => {
      if (key !== undefined) await deleteDownloads(context, key)
      else list(output(), await studio().knownDatasets())
    })

  data
    .command('fetch')
    .description('download a published data set and add it')
    .argument('<key>', 'as listed by "data known"')
    .option(
      '--from <path>',
      'use the files in this folder, instead of downloading',
      filled('--from'),
    )
    .action(async (key: string, { from }: { from?: string }) => {
      const progress = showImport(output())
      const imports = studio().imports({ onChange: (summary) => progress.show(summary) })
      const fetches = studio().fetches(imports, (event) => {
        if (event.type === 'import') progress.show(event.import)
      })
      const download = fetches.start(key, from)
      const started = await fetches.following(download.id)?.finally(() => progress.end())
      if (started !== undefined) await follow(context, imports, started.id)
      else if (download.error !== null) throw fromReport(download.error)
    })
}

function list(output: Output, known: readonly KnownDataset[]): void {
  const rows = known.map((set) => [
    set.key,
    grouped(set.images),
    `${set.size}x${set.size}x${set.channels}`,
    String(set.classes),
    bytesText(set.bytes),
    set.kept === 0 ? '-' : bytesText(set.kept),
    set.stored ?? '-',
    set.licence,
  ])
  const heading = [
    ...['key', 'images', 'size', 'classes'],
    ...['download', 'on disk', 'added as', 'licence'],
  ]
  const kept = known.find((set) => set.kept > 0)
  const hint =
    kept &&
    `Delete the downloaded files of ${kept.key} with: ${commandHint('data', 'known', '--delete-downloads', kept.key)}`
  const lines = [...formatTable([heading, ...rows]), ...(hint === undefined ? [] : [hint])]
  output.result(lines, { known })
}

async function deleteDownloads({ output, studio }: CommandContext, key: string): Promise<void> {
  const fetches = studio().fetches(studio().imports({}), () => undefined)
  const bytes = await fetches.deleteDownloads(key)
  const text =
    bytes === 0 ? `There are no downloaded files of ${key}.` : `Deleted ${bytesText(bytes)}.`
  output().result(text, { event: 'deleted', key, bytes })
}
