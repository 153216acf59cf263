import type { z } from 'zod'
import type { Words } from './words'

/* Faults of files that users wrote, in plain words instead of the schema library's. */

type Issue = z.core.$ZodIssue

/** Returns what is wrong, one phrase per fault, without the place. */
export function issueWords(issue: Issue): Words[] {
  const words = (issue as { params?: { words?: Words } }).params?.words
  if (words !== undefined) return [words]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ en: `there is no key “${key}”`, zh: `没有“${key}”这个键` }))
    case 'invalid_type':
      return [wrongType(issue)]
    case 'too_small':
      return [limited(issue.origin, Number(issue.minimum), issue.inclusive === false ? '>' : '>=')]
    case 'too_big':
      return [limited(issue.origin, Number(issue.maximum), issue.inclusive === false ? '<' : '<=')]
    case 'invalid_union':
      return [wrongChoice(issue)]
    default:
      return [{ en: issue.message, zh: '无效' }]
  }
}

/** The number of faults to list: a file with thousands of unknown keys has one per key. */
const MOST = 10

/** Returns the first faults, and how many more there are. */
export function firstFaults(faults: readonly Words[]): Words[] {
  const more = faults.length - MOST
  if (more <= 0) return [...faults]
  return [...faults.slice(0, MOST), { en: `and ${more} more`, zh: `另有 ${more} 处` }]
}

const typeNames: Readonly<Record<string, Words>> = {
  object: { en: 'an object in braces', zh: '花括号中的对象' },
  record: { en: 'an object in braces', zh: '花括号中的对象' },
  array: { en: 'a list in brackets', zh: '方括号中的列表' },
  number: { en: 'a number', zh: '数' },
  int: { en: 'a whole number', zh: '整数' },
  string: { en: 'text in quotes', zh: '引号中的文本' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
}

function wrongType({ expected, message }: z.core.$ZodIssueInvalidType): Words {
  if (/received undefined$/.test(message)) return { en: 'is missing', zh: '缺失' }
  const type = typeNames[expected] ?? { en: expected, zh: expected }
  return { en: `must be ${type.en}`, zh: `必须是${type.zh}` }
}

const limits = {
  '>': { en: 'more than', zh: '大于' },
  '>=': { en: 'at least', zh: '至少为' },
  '<': { en: 'less than', zh: '小于' },
  '<=': { en: 'at most', zh: '至多为' },
}

function limited(origin: string, limit: number, sign: keyof typeof limits): Words {
  const { en, zh } = limits[sign]
  if (origin === 'array')
    return {
      en: `must have ${en} ${limit === 1 ? '1 entry' : `${limit} entries`}`,
      zh: `项数必须${zh} ${limit}`,
    }
  if (origin === 'string') {
    if (limit === 1 && en === 'at least') return { en: 'must not be empty', zh: '不能为空' }
    return { en: `must have ${en} ${limit} characters`, zh: `字符数必须${zh} ${limit}` }
  }
  return { en: `must be ${en} ${limit}`, zh: `必须${zh} ${limit}` }
}

function wrongChoice(issue: Issue): Words {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
  if (options.length === 0) return { en: issue.message, zh: '无效' }
  return {
    en: `must be one of ${options.join(', ')}`,
    zh: `必须是 ${options.join('、')} 之一`,
  }
}
