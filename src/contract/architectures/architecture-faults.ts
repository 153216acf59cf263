import type { z } from 'zod'
import { firstFaults, issueWords } from '../issue-words'
import type { Words } from '../words'
import { layerPlace } from './layer-place'

/**
 * Explains what is wrong with an architecture file, given the schema's error: one phrase per fault,
 * which names the network, the layer and the key.
 *
 * @param file the parsed JSON
 */
export const architectureFaults = (error: z.ZodError, file: unknown): Words[] =>
  firstFaults(
    error.issues.flatMap((issue) =>
      issueWords(issue).map((why) => {
        const place = placeOf(issue.path, file)
        return {
          en: place.en === '' ? why.en : `${place.en}: ${why.en}`,
          zh: place.zh === '' ? why.zh : `${place.zh}：${why.zh}`,
        }
      }),
    ),
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
