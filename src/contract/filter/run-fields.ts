import { isLive, shownStates } from '../run'
import { runStateWords } from '../run-state-words'
import type { Words } from '../words'
import type { FilterField, FilteredRun } from './filter'

/* The fields of filters that every run has, independently of its settings. */

/** The values of `is: …`. */
const traits: Readonly<Record<string, { label: Words; has(run: FilteredRun): boolean }>> = {
  starred: { label: { en: 'Starred', zh: '已加星标' }, has: (run) => run.annotations.starred },
  measured: { label: { en: 'Measured', zh: '已评估' }, has: (run) => run.quality !== null },
  live: { label: { en: 'Live', zh: '正在进行' }, has: (run) => isLive(run.state) },
}

type RunField = Omit<FilterField, 'key' | 'section'> & { name: string }

const fields: readonly RunField[] = [
  {
    ...{ name: 'is', label: { en: 'Is', zh: '是' }, kind: 'choice', aliases: [] },
    options: Object.entries(traits).map(([value, { label }]) => ({ value, label })),
    values: (run) => Object.keys(traits).filter((trait) => traits[trait]?.has(run)),
  },
  {
    ...{ name: 'tag', label: { en: 'Tag', zh: '标签' }, kind: 'name', aliases: ['tags'] },
    values: ({ annotations }) => annotations.tags,
  },
  {
    ...{ name: 'group', label: { en: 'Group', zh: '分组' }, kind: 'name', aliases: [] },
    values: ({ annotations: { group } }) => (group === null ? [] : [group]),
  },
  {
    ...{ name: 'name', label: { en: 'Name', zh: '名称' }, kind: 'text', aliases: [] },
    values: ({ name }) => [name],
  },
  {
    ...{ name: 'note', label: { en: 'Note', zh: '备注' }, kind: 'text', aliases: ['notes'] },
    values: ({ annotations: { note } }) => (note === '' ? [] : [note]),
  },
  {
    ...{ name: 'dataset', label: { en: 'Data set', zh: '数据集' }, kind: 'text' },
    aliases: ['data'],
    values: ({ config: { dataset } }, titleOf) => [...new Set([dataset, titleOf(dataset)])],
  },
  {
    ...{ name: 'state', label: { en: 'State', zh: '状态' }, kind: 'choice', aliases: [] },
    options: shownStates.map((value) => ({ value, label: runStateWords[value] })),
    values: ({ state }) => [state],
  },
  {
    ...{ name: 'step', label: { en: 'Steps done', zh: '已训练步数' }, kind: 'number' },
    aliases: [],
    values: ({ step }) => [step],
  },
]

export const runFields = fields.map((field) => ({ ...field, section: 'run' as const }))
