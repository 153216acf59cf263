import type { Command } from 'commander'
import { annotated, annotationsOf } from '../../../contract/annotations'
import type { Annotations, AnnotationsChange } from '../../../contract/annotations'
import { StudioError } from '../../../contract/errors'
import { annotateStored } from '../../storage/runs/runs'
import type { CommandContext } from '../context'
import { groupName, noteText, tags } from '../flags'

interface AnnotateOptions {
  tag?: string[]
  untag?: string[]
  /** False for `--no-group`, and so on. */
  group?: string | false
  note?: string | false
  star?: boolean
}

export function addAnnotateCommand(program: Command, { output, studio }: CommandContext): void {
  program
    .command('annotate')
    .description('change the tags, group, note or star of runs, also during training')
    .argument('<runs...>', 'run ids or their beginnings, names, folders, or "latest"')
    .option('--tag <tag>', 'add a tag; may be given several times', tags('--tag'))
    .option('--untag <tag>', 'remove a tag; may be given several times', tags('--untag'))
    .option('--group <name>', 'put the runs into this group', groupName('--group'))
    .option('--no-group', 'take the runs out of their group')
    .option('--note <text>', 'replace the note', noteText('--note'))
    .option('--no-note', 'remove the note')
    .option('--star', 'mark with a star')
    .option('--no-star', 'remove the star')
    .action(async (names: string[], options: AnnotateOptions) => {
      const change = changeIn(options)
      // All must exist, and accept the change, before any is changed.
      const found = await Promise.all(names.map((name) => studio().find(name)))
      for (const { run } of found) annotated(annotationsOf(run), change)
      const changed: { id: string; dir: string; annotations: Annotations }[] = []
      for (const { dir, run } of found) {
        const annotations = annotationsOf(await annotateStored(dir, change))
        changed.push({ id: run.id, dir, annotations })
      }
      const lines = changed.map(({ id, annotations }) => `${id}: ${textOf(annotations)}`)
      output().result(lines, { event: 'annotated', runs: changed })
    })
}

function changeIn({ tag, untag, group, note, star }: AnnotateOptions): AnnotationsChange {
  const change = {
    ...(star === undefined ? {} : { starred: star }),
    ...(tag === undefined ? {} : { addTags: tag }),
    ...(untag === undefined ? {} : { removeTags: untag }),
    ...(group === undefined ? {} : { group: group === false ? null : group }),
    ...(note === undefined ? {} : { note: note === false ? '' : note }),
  }
  if (Object.keys(change).length > 0) return change
  const remedy = 'Give --tag, --untag, --group, --note or --star; see --help.'
  throw new StudioError('usage', 'nothing to change', { remedy })
}

function textOf({ starred, tags, group, note }: Annotations): string {
  const parts = [
    ...(starred ? ['starred'] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
    ...(group === null ? [] : [`group ${group}`]),
    ...(note === '' ? [] : [`note ${note}`]),
  ]
  return parts.length === 0 ? 'no annotations' : parts.join('; ')
}
