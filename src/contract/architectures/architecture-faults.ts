import type { z } from 'zod'
import type { Words } from '../words'
import { layerPlace } from './layer-place'

type Issue = z.core.$ZodIssue

/**
 * Explains what is wrong with an architecture file, given the schema's error: one phrase per fault,
 * which names the network, the layer and the key.
 *
 * @param file the parsed JSON
 */
export const architectureFaults = (error: z.ZodError, file: unknown): Words[] =>
  error.issues.flatMap((issue) =>
    reasons(issue).map((why) => {
      const place = placeOf(issue.path, file)
      return {
        en: place.en === '' ? why.en : `${place.en}: ${why.en}`,
        zh: place.zh === '' ? why.zh : `${place.zh}：${why.zh}`,
      }
    }),
  )

type Path = readonly PropertyKey[]

/** The path of an issue in words: `generator, layer 3 (conv2d): kernel`. */
function placeOf(path: Path, file: unknown): Words {
  const [role, section, ...inside] = path
  if (role !== 'generator' && role !== 'discriminator') return keys(path)
  const at = section === 'layers' ? layerAt(inside) : []
  const rest = at.length === 0 ? path.slice(1) : inside.slice(at.length)
  const layer = { at: at.join('.'), type: typeAt(file, path.slice(0, 2 + at.length)) }
  const place = (language: keyof Words, gap: string): string => {
    const whose = at.length === 0 ? networkNames[language][role] : layerPlace(language, role, layer)
    return rest.length === 0 ? whose : `${whose}${gap}${rest.join('.')}`
  }
  return { en: place('en', ': '), zh: place('zh', '：') }
}

const networkNames = {
  en: { generator: 'generator', discriminator: 'discriminator' },
  zh: { generator: '生成器', discriminator: '判别器' },
}

const keys = (path: Path): Words => ({ en: path.join('.'), zh: path.join('.') })

/** The longest prefix of the path that leads to a layer: `4`, `4.main.1`, … */
function layerAt(path: Path): Path {
  let length = 0
  while (typeof path[length] === 'number') {
    length++
    const isBranch = path[length] === 'main' || path[length] === 'shortcut'
    if (isBranch && typeof path[length + 1] === 'number') length++
  }
  return path.slice(0, length)
}

function typeAt(file: unknown, path: Path): string {
  const layer = path.reduce((value, key) => memberOf(value, key), file)
  const type = memberOf(layer, 'type')
  return typeof type === 'string' ? type : ''
}

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined

function reasons(issue: Issue): Words[] {
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

const typeNames: Readonly<Record<string, Words>> = {
  object: { en: 'an object in braces', zh: '花括号中的对象' },
  array: { en: 'a list in brackets', zh: '方括号中的列表' },
  number: { en: 'a number', zh: '数' },
  int: { en: 'a whole number', zh: '整数' },
  string: { en: 'text in quotes', zh: '引号中的文本' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
}

function wrongType({ expected }: z.core.$ZodIssueInvalidType): Words {
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
