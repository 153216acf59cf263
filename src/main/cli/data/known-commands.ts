import type { Command } from 'commander'
import { bytesText } from '../../../contract/bytes'
import { grouped } from '../../../contract/counted'
import { fromReport } from '../../../contract/errors'
import type { CommandContext } from '../context'
import { filled } from '../flags'
import { formatTable } from '../table'
import { follow } from './add-command'
import { showImport } from './import-progress'

/** Commands about published data sets that can be downloaded. */
export function addKnownCommands(data: Command, context: CommandContext): void {
  const { output, studio } = context
  data
    .command('known')
    .description('list the published data sets that "data fetch" can download')
    .action(async () => {
      const known = await studio().knownDatasets()
      const rows = known.map((set) => [
        set.key,
        grouped(set.images),
        `${set.size}x${set.size}x${set.channels}`,
        String(set.classes),
        bytesText(set.bytes),
        set.stored ?? '-',
        set.licence,
      ])
      const heading = ['key', 'images', 'size', 'classes', 'download', 'added as', 'licence']
      output().result(formatTable([heading, ...rows]), { known })
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
      const fetches = studio().fetches(imports, (summary) => progress.show(summary))
      const download = fetches.start(key, from)
      const started = await fetches.following(download.id)?.finally(() => progress.end())
      if (started !== undefined) await follow(context, imports, started.id)
      else if (download.error !== null) throw fromReport(download.error)
    })
}
