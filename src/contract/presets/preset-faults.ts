import type { z } from 'zod'
import { optionsOf } from '../recipe/entries'
import type { Entries, Entry } from '../recipe/entries'
import { firstFaults, issueWords } from '../issue-words'
import { asPhrase } from '../words'
import type { Words } from '../words'

/**
 * Explains what is wrong with a preset, given the error of its schema: one sentence for each key at
 * fault, which begins with the key.
 */
export function presetFaults(error: z.ZodError, entries: Entries): Words[] {
  const faults = error.issues.flatMap(branchIssues).flatMap((issue) => {
    const at = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        en: `${[...at, key].join('.')}: presets have no such key`,
        zh: `${[...at, key].join('.')}：预设没有这个键`,
      }))
    }
    const [section, name = ''] = at
    const entry = section === 'hyperparameters' ? entries[name] : undefined
    const { en, zh } = wordsOf(issue, entry)
    const key = at.join('.')
    return [key === '' ? { en, zh } : { en: `${key}: ${en}`, zh: `${key}：${zh}` }]
  })
  return firstFaults(faults)
}

type Issue = z.core.$ZodIssue

/** The issues of the branch of a union that has the value's type, if only one does. */
function branchIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const isOther = ({ code, path }: Issue): boolean => code === 'invalid_type' && path.length === 0
  const [branch, ...others] = issue.errors.filter((issues) => !issues.some(isOther))
  if (branch === undefined || others.length > 0) return [issue]
  return branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

function wordsOf(issue: Issue, entry: Entry | undefined): Words {
  const words = (issue as { params?: { words?: Words } }).params?.words
  const en = issue.message
  if (words !== undefined) return { ...words, en: asPhrase(words.en) }
  if (entry === undefined) return issueWords(issue)[0] ?? { en, zh: '无效' }
  if ('min' in entry)
    return { en, zh: `必须是 ${entry.min} 到 ${entry.max} 之间的${kinds[entry.kind]}` }
  const values = optionsOf(entry)?.map(({ value }) => value)
  return { en, zh: `必须是 ${values?.join('、') ?? ''} 之一` }
}

const kinds = { integer: '整数', real: '数' }
