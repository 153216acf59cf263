import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

/* The linter rejects code that opens a file without the guard. */

const eslint = new ESLint()

async function refusals(code: string, file: string): Promise<number> {
  const [result] = await eslint.lintText(code, { filePath: file })
  const messages = result?.messages ?? []
  expect(messages.filter(({ fatal }) => fatal === true)).toEqual([])
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').length
}

const byName = "import fs from 'node:fs'\n\nexport const x = "
const imported = (name: string, from: string) =>
  `import { ${name} } from '${from}'\n\nexport const x = ${name}\n`

it.each([
  `${byName}fs.readFileSync('a')\n`,
  `${byName}fs.openSync('a')\n`,
  `${byName}fs.createReadStream('a')\n`,
  `${byName}await fs.promises.readFile('a')\n`,
  `${byName}await fs.promises.open('a')\n`,
  `${byName}await fs.promises.mkdir('a', { recursive: true })\n`,
  `${byName}fs.mkdirSync('a', { recursive: true })\n`,
  "import fs from 'node:fs/promises'\n\nexport const x = fs.readFile\n",
  imported('readFile', 'node:fs/promises'),
  imported('open', 'fs/promises'),
  imported('createReadStream', 'node:fs'),
  imported('mkdir', 'node:fs/promises'),
])('refuses %j', async (code) => {
  for (const folder of ['storage/runs', 'gan/data', 'web', 'cli', 'engine/wasm', 'trainer/train']) {
    expect(await refusals(code, `src/main/${folder}/sample.ts`)).toBe(1)
  }
})

it.each([
  [`${byName}await fs.promises.mkdir('a')\n`, 'storage/runs/sample.ts'],
  [`${byName}await fs.promises.stat('a')\n`, 'storage/runs/sample.ts'],
  ["import { x as log } from './x'\n\nexport const x = log.open('a')\n", 'trainer/sample.ts'],
  [`${byName}await fs.promises.open('a')\n`, 'disk/guarded.ts'],
  [`${byName}fs.readFileSync('a')\n`, 'storage/runs/sample.test.ts'],
])('allows %j in %s', async (code, file) => {
  expect(await refusals(code, `src/main/${file}`)).toBe(0)
})
