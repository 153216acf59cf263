import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { preparationSchema } from '../../src/contract/datasets/preparation'
import type { ImportSummary } from '../../src/contract/datasets/import'
import { datasetDocumentSchema } from '../../src/contract/datasets/document'
import { encodePng } from '../../src/main/image/png'
import { RandomStream } from '../../src/main/gan/random/random'
import { journalFile, stagingDirectory } from '../../src/main/storage/datasets/paths'
import { studioIn, temporaryFolder } from '../support/studio'

const IMAGES = 3000
const KILLS = 5

/** Random pictures in two class folders; every tenth is damaged. */
async function writePictures(folder: string): Promise<void> {
  const random = RandomStream.seeded(1, 'pictures')
  for (const name of ['cat', 'dog']) fs.mkdirSync(path.join(folder, name), { recursive: true })
  for (let i = 0; i < IMAGES; i++) {
    const data = Uint8Array.from({ length: 12 * 12 * 3 }, () => random.below(256))
    const png = await encodePng({ data, width: 12, height: 12, channels: 3 })
    const file = path.join(folder, i % 2 === 0 ? 'cat' : 'dog', `${i}.png`)
    fs.writeFileSync(file, i % 10 === 3 ? png.subarray(0, 60) : png)
  }
}

function filesOf(dir: string): Record<string, unknown> {
  const entries = fs.readdirSync(dir).map((name) => {
    const bytes = fs.readFileSync(path.join(dir, name))
    if (name !== 'dataset.json') return [name, bytes.toString('base64')]
    const { createdAt: _, ...document } = datasetDocumentSchema.parse(JSON.parse(String(bytes)))
    return [name, { ...document, name: '' }]
  })
  return Object.fromEntries(entries)
}

/** The number of images that an import has saved; 0 after it has ended. */
function doneIn(staging: string): number {
  try {
    return (JSON.parse(fs.readFileSync(journalFile(staging), 'utf8')) as { done: number }).done
  } catch {
    return 0
  }
}

it(`an import killed ${KILLS} times leaves nothing half-made, and ends as one that never was`, async () => {
  const root = temporaryFolder()
  const datasetsDir = path.join(root, 'datasets')
  const pictures = path.join(root, 'pictures')
  await writePictures(pictures)
  const preparation = preparationSchema.parse({ imageSize: 8, channels: 3, holdOut: 0.1 })
  const request = { source: { path: pictures, options: {} }, preparation }

  let onChange: (summary: ImportSummary) => void = () => undefined
  const imports = studioIn(root).imports({ onChange: (summary) => onChange(summary) })
  const { id } = await imports.start({ ...request, name: 'killed' })
  const staging = stagingDirectory(datasetsDir, id)
  const saved = (): number => doneIn(staging)
  const random = RandomStream.seeded(Date.now() >>> 0, 'kill')
  for (let kill = 0; kill < KILLS; kill++) {
    // Every other time at any moment; else after more images have been saved.
    const from = kill % 2 === 0 ? -1 : saved()
    let reports = random.below(4)
    const killed = new Promise<void>((resolve) => {
      onChange = ({ state }) => {
        if (state !== 'running') resolve()
        else if (saved() > from && reports-- <= 0) void imports.close()
      }
    })
    if (kill > 0) await imports.continue(id)
    await Promise.race([killed, imports.done(id).catch(() => killed)])
    if (!fs.existsSync(staging)) break
    expect(await imports.list()).toMatchObject([{ id, error: { problem: { code: 'importDied' } } }])
    expect(fs.readdirSync(datasetsDir).filter((name) => !name.startsWith('.'))).toEqual([])
    if (kill === 1) expect(saved()).toBeGreaterThan(0)
  }
  onChange = () => undefined
  if (fs.existsSync(staging)) {
    await imports.continue(id)
    await imports.done(id)
  }
  const whole = await imports.start({ ...request, name: 'whole' })
  await imports.done(whole.id)
  expect(filesOf(path.join(datasetsDir, id))).toEqual(filesOf(path.join(datasetsDir, whole.id)))
  expect(fs.readdirSync(datasetsDir).sort()).toEqual(['killed', 'whole'])
  const { refused } = datasetDocumentSchema.parse(
    JSON.parse(fs.readFileSync(path.join(datasetsDir, id, 'dataset.json'), 'utf8')),
  )
  expect(refused.count).toBe(IMAGES / 10)
})
