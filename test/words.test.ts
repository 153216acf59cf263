import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

/* Every message can be translated, and the repository's English has no known riddles. */

/** Files whose messages are shown only in a terminal, in English. */
const TERMINAL = [
  'src/main/cli/',
  'src/main/web/server.ts',
  'src/main/storage/preferences/web-credentials.ts',
  // Finds runs by name, `latest` or part of an id; the studio always uses the complete id.
  'src/main/storage/runs/find-run.ts',
  // A benchmark.
  'src/main/trainer/bench.ts',
]
const sources = fs
  .readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split(path.sep).join('/')}`)
  .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|testing/.test(file))
  .filter((file) => !TERMINAL.some((known) => file.startsWith(known)))

/** Errors without a code in `problems`; `internal` ones are our bugs and need no translation. */
const UNCODED = /new StudioError\(\s*'(?!internal')/g
/** Plain errors, which have no translation. */
const PLAIN = /new Error\(/g

/** The matches of a pattern, each as the file and the text from there. */
const found = (pattern: RegExp, files: string[]): string[] =>
  files.flatMap((file) => {
    const text = fs.readFileSync(file, 'utf8')
    return [...text.matchAll(pattern)].map(
      ({ index }) => `${file}: ${text.slice(index, index + 80)}`,
    )
  })

it('every error that a user may see can be translated', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(found(UNCODED, sources)).toEqual([])
  const page = sources.filter((file) => file.startsWith('src/renderer/'))
  expect(found(PLAIN, page)).toEqual([])
})

/** Phrases that are hard to read, with plain words to use instead. */
const RIDDLES: readonly [phrase: RegExp, instead: string][] = [
  [/\b(to|can|cannot|could|could not|not) be had\b/gi, 'is (not) available'],
  [
    /\b(go|goes|going|went|gone) on (with|from|all|after|meanwhile|training)\b/gi,
    'continue, resume',
  ],
  [/\btraining (goes|going|went) on\b/gi, 'training continues'],
  [/\b(told|tells?|telling|hears?|heard) of\b/gi, 'reported, receives'],
  [/\b(is|are|was|were|be|been|unless|when|as) told\b(?! apart)/gi, 'receives, unless requested'],
  [/\bhears?\b/gi, 'receives'],
  [/\bheld against\b/gi, 'checked against, compared with'],
  [/\bmend(s|ed|ing)?\b/gi, 'fix'],
  [/\ball the same\b(?! \(stride)/gi, 'still, anyway'],
  [/\bplay along\b/gi, 'a concrete error'],
  [/\bby way of\b/gi, 'through, with'],
  [/\bwhoever\b/gi, 'a noun'],
  [/\bsuch a one\b/gi, 'the noun'],
  [/\bpass(es|ed)? over (a|the|damaged|all)\b(?! batch)/gi, 'skip'],
  [/\bpassed over\b/gi, 'skipped'],
  [/\bcall(s|ed)? (\w+ )?off\b/gi, 'cancel'],
  [/\bsound (checkpoint|run|state|weights|source)s?\b/gi, 'usable'],
  [/\bfor (ever|good)\b/gi, 'forever, permanently'],
  [/\bin the place of\b/gi, 'instead of'],
  [/\b(take|takes|took) the place of\b/gi, 'replace'],
  [/\bat hand\b/gi, 'available, loaded'],
  [/\bif left out\b/gi, 'default'],
  [/\bbreaks? off\b/gi, 'fails, ends'],
  [/\bwithout a word\b/gi, 'without an error'],
  [/\bas (it was|they were) left\b/gi, 'unchanged'],
  [/\b(PyTorch|it|trains?|runs?) beside\b/gi, 'alongside, next to'],
  [/\b(proves?|holds?) (it|them|an engine) to\b/gi, 'tests that, compares with'],
  [
    /\b(steps|grids|frames|images|messages|times|seconds|files|lines|once|twice) an? (epoch|step|second|frame|image|grid|round|minute|thread|process|run)\b/gi,
    'per',
  ],
  [/\bthe very (?!first|last|least|end|beginning|start|top|bottom)\w+/gi, 'the same, exactly'],
  [/\bwhat to make of it\b/gi, 'what it means'],
]
/** This file contains the phrases, and stored runs of earlier versions are never changed. */
const EXCLUDED = /^test\/(words\.test\.ts|fixtures\/)/
const FOLDERS = ['src', 'test', 'e2e', 'bench', 'scripts', 'docs']
const PAGES = ['README.md', 'CHANGELOG.md', 'DECISIONS.md', 'CONTRIBUTING.md']

const texts = [
  ...PAGES,
  ...FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`),
  ).filter((file) => /\.(ts|svelte|mjs|py|css|md)$/.test(file) && !EXCLUDED.test(file)),
]
/** The texts without the line breaks and margins of comments. */
const unwrapped = new Map(
  texts.map((file) => [
    file,
    fs.readFileSync(file, 'utf8').replace(/\s*\n\s*(\*|\/\/|#)? ?/g, ' '),
  ]),
)

it.each(RIDDLES)('no text contains %s: use "%s"', (phrase) => {
  expect(texts.length).toBeGreaterThan(500)
  const places = [...unwrapped].flatMap(([file, text]) =>
    [...text.matchAll(phrase)].map(
      ({ index }) => `${file}: ${text.slice(Math.max(0, index - 30), index + 40)}`,
    ),
  )
  expect(places).toEqual([])
})

/**
 * Docstrings that are a clause without a main verb ("What is known of a run", "Of the newest
 * checkpoint"): use a noun or a verb ("Facts known about a run", "The newest checkpoint's step").
 * "Whether the menu is open" for a boolean value is fine, with a noun.
 */
const FRAGMENT =
  /\/\*\*?\s+(\*\s+)?(What|Where|Which|Of|Those|Such|Whoever|Whether (it|its|they|there|this|that|what|one))\b(?![^*]*\?)/g

it('docstrings start with a noun or a verb', () => {
  expect(found(FRAGMENT, texts)).toEqual([])
})

it.each([
  ['/** What is known of a run. */', 1],
  ['/**\n * Of the newest checkpoint.\n */', 1],
  ['/** Whether it is open. */', 1],
  ['/** Whether the menu is open. */', 0],
  ['/** Facts known about a run: what it is, and where. */', 0],
])('%j contains %i docstring fragments', (text, count) => {
  expect([...text.matchAll(FRAGMENT)]).toHaveLength(count)
})

/** Chinese terms, each with other words for the same thing, which are not used. */
const TERMS: readonly [term: string, others: RegExp][] = [
  ['潜变量', /隐变量|潜在变量|潜向量|隐向量/g],
  ['判别器', /鉴别器/g],
  ['检查点', /存档|快照/g],
  ['样本图', /样本网格|样本格/g],
  ['批大小', /批次大小|批量大小|批尺寸/g],
  ['批归一化', /批标准化|批量归一化/g],
  ['滑动平均', /移动平均/g],
  ['学习率', /学习速率/g],
  ['预设', /预置/g],
  ['文件夹', /目录/g],
  ['网络结构', /架构/g],
  ['模式崩溃', /模式坍塌|模式崩塌/g],
  ['训练步', /训练步骤/g],
  ['置信度', /信念/g],
  ['β₁', /beta[ ₁₂12]|β[12]|贝塔/gi],
  ['此版本', /本版本|该版本的/g],
  ['此训练', /该次训练|[这本]次训练|该训练/g],
  ['计算引擎', /(?<!计算)引擎/g],
  ['另一个程序', /另一程序/g],
  ['腾出空间', /清理(一些)?空间|释放空间/g],
  ['被截断', /(?<!上传|训练记录|文件头|未复制)不完整/g],
  ['图像', /图象/g],
  ['“最近删除”', /回收站|废纸篓/g],
]
/** The quoted Chinese texts of all sources, without code and comments. */
const chinese = texts
  .filter((file) => file.startsWith('src/') && !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [
      ...fs
        .readFileSync(file, 'utf8')
        .matchAll(/(['`])((?:(?!\1).)*\p{Script=Han}(?:(?!\1).)*)\1/gu),
    ].map(([, , text = '']) => `${file}: ${text}`),
  )

it.each(TERMS)('the Chinese term is %s, not %s', (_, others) => {
  expect(chinese.length).toBeGreaterThan(600)
  expect(chinese.filter((text) => text.replace(/^[^:]+: /, '').search(others) >= 0)).toEqual([])
})
