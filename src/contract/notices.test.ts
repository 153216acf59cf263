import { describe as group, expect, it } from 'vitest'
import { asNotice, errorReportSchema, problemError, toReport } from './errors'
import { describe, explain, onOneLine, notice, noticeSchema } from './notices'
import type { Notice } from './notices'
import { problems as english } from './problems'
import type { ProblemCode } from './problems'
import { problems as chinese } from './problems/zh'

type Sentence = (given: Record<string, unknown>) => string
type Sentences = Record<string, Sentence>
const codes = Object.keys(english) as ProblemCode[]

/** Every sentence, with its code and its kind. */
const all = (problems: typeof english): [ProblemCode, string, Sentence][] =>
  codes.flatMap((code) =>
    Object.entries(problems[code] as Sentences).map(
      ([kind, sentence]): [ProblemCode, string, Sentence] => [code, kind, sentence],
    ),
  )

/** A sentence's text, and the names of the values that it uses. */
function inspect(sentence: Sentence): { text: string; taken: string[] } {
  const taken = new Set<string>()
  const given = new Proxy({}, { get: (_, name) => (taken.add(String(name)), '3') })
  return { text: sentence(given), taken: [...taken].sort() }
}

group('the problems in Chinese', () => {
  it('have the same codes as in English, each with the same sentences', () => {
    expect(Object.keys(chinese).sort()).toEqual([...codes].sort())
    for (const code of codes) {
      expect(Object.keys(chinese[code]).sort(), code).toEqual(Object.keys(english[code]).sort())
    }
  })

  it('use the same values as in English', () => {
    for (const [code, kind, sentence] of all(english)) {
      const original = inspect(sentence)
      const translated = inspect((chinese[code] as Sentences)[kind] as Sentence)
      // Only the English names the operation on a disk; in Chinese the path is enough.
      const taken = original.taken.filter((name) => !(code.startsWith('disk') && name === 'doing'))
      expect(translated.taken, `${code}.${kind}`).toEqual(taken)
    }
  })

  it('are in Chinese, with no English left untranslated', () => {
    for (const [code, kind, sentence] of all(chinese)) {
      const { text } = inspect(sentence)
      expect(text, `${code}.${kind}`).toMatch(/\p{Script=Han}/u)
      expect(text, `${code}.${kind}`).not.toMatch(/\b(the|of|and|is|was|to|not|could)\b/i)
    }
  })
})

const tooLarge = toReport(
  problemError('usage', 'batchTooLarge', { batchSize: 64, images: 10 }, { where: 'batchSize' }),
)

group('a known problem', () => {
  it('is shown in the language of the reader, including its remedy and values', () => {
    expect(tooLarge.message).toMatch(/^a batch of 64 /)
    const message = tooLarge.message.replace(/^a/, 'A')
    expect(explain(tooLarge, 'en')).toEqual({ message, remedy: tooLarge.remedy })
    expect(explain(tooLarge, 'zh-CN')).toEqual({
      message: '批大小 64 超过了数据集的 10 张图像',
      remedy: '批大小最多为 10。',
    })
    expect(describe(tooLarge, 'zh-CN')).toBe(
      '批大小 64 超过了数据集的 10 张图像（batchSize）\n批大小最多为 10。',
    )
  })

  it.each([
    ['of another version', { code: 'notKnownYet', given: {} }],
    ['whose code is a property of every object', { code: 'constructor', given: {} }],
    ['that lacks a value of its sentence', { code: 'batchTooLarge', given: { batchSize: 64 } }],
    ['that lacks the notice it quotes', { code: 'badCheckpoint', given: {} }],
  ])('%s keeps its own text', (_, problem) => {
    const words = { message: 'Original text', remedy: 'original remedy' }
    expect(explain({ ...words, problem }, 'zh-CN')).toEqual(words)
  })
})

group('a notice that quotes others', () => {
  const damaged = problemError(
    'checkpoint',
    'badCheckpoint',
    { why: notice('otherLength', { bytes: 9, expected: 12 }) },
    { where: '/runs/a/generator.safetensors' },
  )
  const skipped = notice('checkpointSkipped', {
    step: 40,
    why: asNotice(damaged, { remedy: false }),
  })

  it('is translated by the code that earlier versions stored', () => {
    const problem = { given: skipped.problem?.given ?? {}, code: 'checkpointPassedOver' }
    const stored = noticeSchema.parse({ ...skipped, problem })
    expect(explain(stored, 'zh-CN')).toEqual(explain(skipped, 'zh-CN'))
  })

  it('is shown in one language throughout', () => {
    expect(skipped.message).toBe(
      'skipping the checkpoint at step 40: The checkpoint cannot be used: it has 9 bytes instead of 12 ' +
        '(/runs/a/generator.safetensors)',
    )
    const { message } = explain(skipped, 'zh-CN')
    expect(message).toBe(
      '跳过第 40 步的检查点：检查点无法使用：它有 9 字节，应为 12 字节（/runs/a/generator.safetensors）',
    )
  })

  it('includes the remedy of a quoted notice if it has one', () => {
    const why = asNotice(problemError('engine', 'engineNotInstalled', { name: 'tfjs-node' }))
    const unused = notice('engineNotUsed', { name: 'tensorflow', why })
    expect(unused.message).toContain('is not installed. Run "node scripts/')
    expect(onOneLine(unused, 'zh-CN')).toMatch(/^未使用计算引擎 tensorflow：未安装.*。请运行：/)
    expect(skipped.message).not.toContain('earlier checkpoint')
  })

  it('joins several quoted notices', () => {
    const what = [notice('lastLineTorn', {}), notice('stepsWithoutLine', { count: 2, last: 9 })]
    const { message } = explain(notice('metricsGaps', { what }), 'zh-CN')
    expect(message).toBe('指标日志有缺失：最后一行无法使用；前 9 步中有 2 步没有记录')
  })

  it('keeps the text of a quoted notice from another version', () => {
    const why: Notice = { message: 'as it came', problem: { code: 'notKnownYet', given: {} } }
    const { message } = explain(notice('badCheckpoint', { why }), 'zh-CN')
    expect(message).toBe('检查点无法使用：as it came')
  })

  it('survives serialisation', () => {
    const report = toReport(damaged)
    expect(errorReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(noticeSchema.parse(JSON.parse(JSON.stringify(skipped)))).toEqual(skipped)
  })
})

it.each([
  ['of the wrong shape', 'badCheckpoint'],
  ['with a value of the wrong type', { code: 'badCheckpoint', given: { why: null } }],
  ['quoting an invalid notice', { code: 'badCheckpoint', given: { why: [{ text: 'x' }] } }],
])('a problem %s is dropped, which leaves the English', (_, problem) => {
  expect(noticeSchema.parse({ message: 'as it came', problem })).toEqual({
    message: 'as it came',
    problem: undefined,
  })
})

it('a notice without a problem keeps its text', () => {
  expect(explain({ message: 'As it came' }, 'zh-CN')).toEqual({ message: 'As it came' })
})

it.each([
  ['the folder is gone', 'The folder is gone'],
  ['model.0.weight is missing', 'model.0.weight is missing'],
  ['/data/x is damaged', '/data/x is damaged'],
  ['--lr must be a number', '--lr must be a number'],
  ['7 values are missing', '7 values are missing'],
])('"%s" gets a capital if it stands alone, unless it begins with a name', (message, shown) => {
  expect(explain({ message }, 'en')).toEqual({ message: shown })
  expect(describe({ message }, 'en')).toBe(shown)
})
