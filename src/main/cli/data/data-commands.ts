import type { Command } from 'commander'
import { counted } from '../../../contract/counted'
import { REMOVED_DAYS } from '../../../contract/datasets/removed'
import { onOneLine } from '../../../contract/notices'
import type { CommandContext } from '../context'
import { exitCodes } from '../exit-codes'
import { runName } from '../flags'
import { addAddCommands } from './add-command'
import { addFeatureNetCommand } from './feature-net-command'
import { addKnownCommands } from './known-commands'
import { detailLines, importLines, listingTable, removedLines } from './dataset-text'

export function addDataCommands(program: Command, context: CommandContext): void {
  const data = program.command('data').description('add, list, check and remove data sets')
  addAddCommands(data, context)
  addListCommand(data.command('list'), context)
  addListCommand(program.command('datasets'), context)
  addStoredCommands(data, context)
  addKnownCommands(data, context)
  addFeatureNetCommand(data, context)
}

function addListCommand(command: Command, { output, studio }: CommandContext): void {
  command
    .description('list the data sets that "train" can use by name, and unfinished imports')
    .action(async () => {
      const datasets = await studio().datasets.list()
      const imports = await studio().imports({}).list()
      const removed = await studio().datasets.listRemoved()
      const lines = [...listingTable(datasets), ...importLines(imports), ...removedLines(removed)]
      output().result(lines, { datasets, imports, removed })
    })
}

/** Commands about one stored data set. */
function addStoredCommands(data: Command, { output, studio, exit }: CommandContext): void {
  const named = (name: string, description: string) =>
    data.command(name).description(description).argument('<data set>', 'its name')

  named('show', 'show the details of a data set').action(async (name: string) => {
    const detail = await studio().datasets.detail(name)
    output().result(detailLines(detail), detail)
  })

  named('check', 'read all files of a data set and compare them with its fingerprints').action(
    async (name: string) => {
      const checked = await studio().datasets.check(name)
      const { images, problems } = checked
      const lines = problems.map((problem) => onOneLine(problem, 'en'))
      const good = `No damage found in ${counted(images, 'image')}.`
      output().result(problems.length === 0 ? good : lines, checked)
      if (problems.length > 0) exit(exitCodes.data)
    },
  )

  named('rename', 'change the title of a data set; its name in commands stays the same')
    .argument('<title>', 'the new title', runName('the title'))
    .action(async (name: string, title: string) => {
      const listing = await studio().datasets.rename(name, title)
      output().result(`${listing.name} is now titled ${listing.title}.`, { listing })
    })

  named('remove', 'remove a data set; it can be restored for 30 days').action(
    async (name: string) => {
      const entry = await studio().datasets.remove(name)
      output().result(
        `Removed. "gan-studio data restore ${name}" restores it within ${REMOVED_DAYS} days.`,
        { entry },
      )
    },
  )

  data
    .command('restore')
    .description('restore a removed data set')
    .argument('<data set>', 'its name')
    .action(async (entry: string) => {
      const listing = await studio().datasets.restore(entry)
      output().result(`Restored ${listing.name}.`, { listing })
    })
}
