import { describe as group, expect, it } from 'vitest'
import { asNotice, errorReportSchema, problemError, toReport } from './errors'
import { describe, explain, inOneText, notice, noticeSchema } from './notices'
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

/** What a sentence says, and which of what it is given it takes. */
function listen(sentence: Sentence): { text: string; taken: string[] } {
  const taken = new Set<string>()
  const given = new Proxy({}, { get: (_, name) => (taken.add(String(name)), '3') })
  return { text: sentence(given), taken: [...taken].sort() }
}

group('the problems in Chinese', () => {
  it('are those in English, each with the same sentences', () => {
    expect(Object.keys(chinese).sort()).toEqual([...codes].sort())
    for (const code of codes) {
      expect(Object.keys(chinese[code]).sort(), code).toEqual(Object.keys(english[code]).sort())
    }
  })

  it('say all that the English say', () => {
    for (const [code, kind, sentence] of all(english)) {
      const said = listen(sentence)
      const translated = listen((chinese[code] as Sentences)[kind] as Sentence)
      // What was being done on a disk is in English only; the place says enough.
      const taken = said.taken.filter((name) => !(code.startsWith('disk') && name === 'doing'))
      expect(translated.taken, `${code}.${kind}`).toEqual(taken)
    }
  })

  it('are in Chinese, and nowhere the English left as it was', () => {
    for (const [code, kind, sentence] of all(chinese)) {
      const { text } = listen(sentence)
      expect(text, `${code}.${kind}`).toMatch(/\p{Script=Han}/u)
      expect(text, `${code}.${kind}`).not.toMatch(/\b(the|of|and|is|was|to|not|could)\b/i)
    }
  })
})

const tooLarge = toReport(
  problemError('usage', 'batchTooLarge', { batchSize: 64, images: 10 }, { where: 'batchSize' }),
)

group('a known problem', () => {
  it('is said in the language of the reader, remedy and figures included', () => {
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
    ['whose code is a name of every object', { code: 'constructor', given: {} }],
    ['that lacks what its sentence needs', { code: 'batchTooLarge', given: { batchSize: 64 } }],
    ['that quotes nothing where it needs words', { code: 'badCheckpoint', given: {} }],
  ])('%s is said as it came', (_, problem) => {
    const words = { message: 'As it came', remedy: 'so do this' }
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
  const passedOver = notice('checkpointPassedOver', {
    step: 40,
    why: asNotice(damaged, { remedy: false }),
  })

  it('says all of them in one language', () => {
    expect(passedOver.message).toBe(
      'skipping the checkpoint at step 40: The checkpoint cannot be used: it has 9 bytes instead of 12 ' +
        '(/runs/a/generator.safetensors)',
    )
    const { message } = explain(passedOver, 'zh-CN')
    expect(message).toBe(
      '跳过第 40 步的检查点：检查点无法使用：它有 9 字节，应为 12 字节（/runs/a/generator.safetensors）',
    )
  })

  it('says what to do about what it quotes, where that came with it', () => {
    const why = asNotice(problemError('engine', 'engineNotInstalled', { name: 'tfjs-node' }))
    const unused = notice('engineNotUsed', { name: 'tensorflow', why })
    expect(unused.message).toContain('is not installed. Run "node scripts/')
    expect(inOneText(unused, 'zh-CN')).toMatch(/^未使用计算引擎 tensorflow：未安装.*。请运行：/)
    expect(passedOver.message).not.toContain('earlier checkpoint')
  })

  it('puts several in a row', () => {
    const what = [notice('lastLineTorn', {}), notice('stepsWithoutLine', { count: 2, last: 9 })]
    const { message } = explain(notice('metricsGaps', { what }), 'zh-CN')
    expect(message).toBe('指标日志有缺失：最后一行无法使用；前 9 步中有 2 步没有记录')
  })

  it('keeps the words of one from another version', () => {
    const why: Notice = { message: 'as it came', problem: { code: 'notKnownYet', given: {} } }
    const { message } = explain(notice('badCheckpoint', { why }), 'zh-CN')
    expect(message).toBe('检查点无法使用：as it came')
  })

  it('crosses a boundary whole', () => {
    const report = toReport(damaged)
    expect(errorReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(noticeSchema.parse(JSON.parse(JSON.stringify(passedOver)))).toEqual(passedOver)
  })
})

it.each([
  ['of another shape', 'badCheckpoint'],
  ['given what is no word', { code: 'badCheckpoint', given: { why: null } }],
  ['quoting what is no notice', { code: 'badCheckpoint', given: { why: [{ text: 'x' }] } }],
])('a problem %s leaves the English', (_, problem) => {
  expect(noticeSchema.parse({ message: 'as it came', problem })).toEqual({
    message: 'as it came',
    problem: undefined,
  })
})

it('what is no known problem is said as it came', () => {
  expect(explain({ message: 'As it came' }, 'zh-CN')).toEqual({ message: 'As it came' })
})

it.each([
  ['the folder is gone', 'The folder is gone'],
  ['model.0.weight is missing', 'model.0.weight is missing'],
  ['/data/x is damaged', '/data/x is damaged'],
  ['--lr must be a number', '--lr must be a number'],
  ['7 values are missing', '7 values are missing'],
])('%s on its own begins as a sentence, unless with a name', (message, said) => {
  expect(explain({ message }, 'en')).toEqual({ message: said })
  expect(describe({ message }, 'en')).toBe(said)
})
