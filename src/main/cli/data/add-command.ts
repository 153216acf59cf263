import type { Command } from 'commander'
import type { ImportRequest } from '../../../contract/datasets/import'
import type { SourceDescription, SourceRequest } from '../../../contract/datasets/source'
import { suggestedName } from '../../../contract/datasets/suggest'
import { toReport } from '../../../contract/errors'
import { shellWord } from '../../../contract/shell-word'
import { pathAsTyped } from '../../disk/path-as-typed'
import { onEndingSignal } from '../../process/ending-signals'
import type { Imports } from '../../studio/datasets/imports'
import { keptClasses } from '../../trainer/import/select'
import type { Studio } from '../../studio/studio'
import type { CommandContext } from '../context'
import { exitCodes } from '../exit-codes'
import { runName } from '../flags'
import { commandHint } from '../hints'
import type { Output } from '../output'
import { describeLines, detailLines, holdOutLines } from './dataset-text'
import { showImport } from './import-progress'
import { freeNameLike, refuseUsedName } from './new-name'
import {
  addPreparationFlags,
  addSourceFlags,
  preparationOf,
  sourceOptionsOf,
} from './preparation-flags'
import type { PreparationFlags, SourceFlags } from './preparation-flags'

type AddFlags = SourceFlags & PreparationFlags & { name?: string }

export function addAddCommands(data: Command, context: CommandContext): void {
  const { output, studio } = context
  addSourceFlags(
    data
      .command('describe')
      .description('show what a file or folder contains, without adding it')
      .argument('<path>', 'a folder, zip file or other source of images'),
  ).action(async (typed: string, flags: SourceFlags) => {
    const description = await describeOnce(studio(), sourceAt(typed, flags))
    output().result(describeLines(description), { description })
  })

  const add = data
    .command('add')
    .description('prepare images for training and add them as a data set')
    .argument('<path>', 'a folder or zip file of pictures, IDX or CIFAR files, an npz or npy file')
    .option(
      '--name <name>',
      "the data set's name (default: that of the file or folder)",
      runName('--name'),
    )
  addPreparationFlags(addSourceFlags(add)).action(async (typed: string, flags: AddFlags) => {
    const source = sourceAt(typed, flags)
    const used = {
      datasets: await studio().datasets.list(),
      imports: await studio().imports({}).list(),
    }
    if (flags.name !== undefined) refuseUsedName(flags.name, used)
    const description = await describeOnce(studio(), source)
    for (const line of describeLines(description)) output().say(line)
    const preparation = preparationOf(flags, description)
    // An import with a class that does not exist could never be completed.
    keptClasses(description, preparation.classes)
    for (const line of holdOutLines(description, preparation)) output().say(line)
    const name = flags.name ?? freeNameLike(suggestedName(source.path), used)
    const { path, options, licence } = description
    await run(context, {
      ...{ source: { path, options }, preparation, name },
      ...(licence === undefined ? {} : { licence }),
    })
  })

  data
    .command('continue')
    .description('resume an interrupted import')
    .argument('<import>', 'as listed by "data list"')
    .action((id: string) => run(context, { id }))

  data
    .command('cancel')
    .description('cancel an import and delete what it has stored')
    .argument('<import>', 'as listed by "data list"')
    .action(async (id: string) => {
      await studio().imports({}).cancel(id)
      output().result('Cancelled.', { event: 'cancelled', id })
    })
}

/** Ends the process that looked, also if it failed: the command would wait for it. */
async function describeOnce(
  { sources }: Studio,
  source: SourceRequest,
): Promise<SourceDescription> {
  try {
    return await sources.describe(source)
  } finally {
    await sources.close()
  }
}

const sourceAt = (typed: string, flags: SourceFlags): SourceRequest => ({
  path: pathAsTyped(typed),
  options: sourceOptionsOf(flags),
})

/** Starts or continues an import, and follows it. */
async function run(context: CommandContext, what: ImportRequest | { id: string }): Promise<void> {
  const progress = showImport(context.output())
  const imports = context.studio().imports({ onChange: (summary) => progress.show(summary) })
  const isNew = !('id' in what)
  const { id } = await (isNew ? imports.start(what) : imports.continue(what.id))
  await follow(context, imports, id, isNew).finally(() => progress.end())
}

/**
 * Follows an import to its end; Ctrl-C ends it so that it can be continued.
 *
 * @param isNew true if this command began the import, which is then removed if it fails before it
 *   has stored an image
 */
export async function follow(
  { output, studio, exit }: CommandContext,
  imports: Imports,
  id: string,
  isNew = true,
): Promise<void> {
  let interrupted = false
  const detach = onEndingSignal(() => {
    interrupted = true
    void imports.close()
  })
  try {
    const name = await imports.done(id)
    const detail = await studio().datasets.detail(name)
    output().result([`Added ${name}.`, ...detailLines(detail)], { event: 'added', name, detail })
  } catch (error) {
    if (!interrupted) {
      output().fail(error)
      exit(exitCodes[toReport(error).code])
      return await settle(imports, id, output(), isNew)
    }
    output().say(`Interrupted. Continue it with: ${commandHint('data', 'continue', shellWord(id))}`)
    exit(exitCodes.interrupted)
  } finally {
    detach()
  }
}

/** Removes a failed new import if it has stored no image, or else says how to continue it. */
async function settle(imports: Imports, id: string, output: Output, isNew: boolean): Promise<void> {
  const failed = (await imports.list()).find((one) => one.id === id)
  if (failed === undefined) return
  if (isNew && failed.progress.stored === 0) await imports.cancel(id)
  else {
    const [again, remove] = ['continue', 'cancel'].map((verb) =>
      commandHint('data', verb, shellWord(id)),
    )
    output.say(`Try again with: ${again}`)
    output.say(`Remove it with: ${remove}`)
  }
}
