import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import { safetensorsParts } from '../files/safetensors'
import { f32, someContents, someWeights } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { latestUsable, readCheckpoint, writeCheckpoint } from './checkpoints'
import { readGeneratorSource } from './generator-source'

const spoiled = (state: StateDict, harm: number): StateDict =>
  new Map<string, HostTensor>([...state, ['model.0.bias', f32([3], [0.5, harm, harm])]])

/** Writes a checkpoint with correct hashes in which one file holds non-finite values. */
async function writeSpoiled(
  runDir: string,
  step: number,
  file: string,
  harm = NaN,
): Promise<string> {
  const contents = someContents(step)
  const files = new Map(contents.files)
  files.set(file, spoiled(someWeights(step), harm))
  await writeCheckpoint(runDir, { ...contents, files })
  return join(runDir, 'checkpoints', String(step).padStart(8, '0'))
}

test.each([
  ['generator', NaN],
  ['discriminator', Infinity],
  ['optimizer', -Infinity],
])(
  'a checkpoint whose %s holds %s is rejected, naming the tensor and how many values',
  async (file, harm) => {
    const dir = await writeSpoiled(tempDir(), 3, file, harm)
    await expect(readCheckpoint(dir)).rejects.toMatchObject({
      code: 'checkpoint',
      where: join(dir, `${file}.safetensors`),
      message: expect.stringContaining('2 of the 3 values of "model.0.bias" are NaN or infinite'),
      remedy: expect.any(String),
    })
  },
)

test.each(['generator', 'discriminator', 'optimizer'])(
  'a run resumes from the checkpoint before one with a non-finite %s, with the reason',
  async (file) => {
    const runDir = tempDir()
    await writeCheckpoint(runDir, someContents(1))
    await writeSpoiled(runDir, 2, file)
    const { checkpoint, skipped } = await latestUsable(runDir)
    expect(checkpoint?.step).toBe(1)
    expect(skipped).toMatchObject([
      { step: 2, why: { message: expect.stringContaining('"model.0.bias"') } },
    ])
  },
)

test('a non-finite file without a manifest is rejected, counting rather than listing many tensors', async () => {
  const file = join(tempDir(), 'mine.safetensors')
  const bad = (i: number): [string, HostTensor] => [`model.${i}.bias`, f32([2], [1, NaN])]
  const state = new Map(Array.from({ length: 50 }, (_, i) => bad(i)))
  fs.writeFileSync(file, Buffer.concat(safetensorsParts(state)))
  const error: unknown = await readGeneratorSource(file).catch((e: unknown) => e)
  expect(error).toMatchObject({
    code: 'checkpoint',
    where: file,
    problem: { code: 'weightsNotFinite' },
    message: expect.stringMatching(/1 of the 2 values of "model\.0\.bias".*and 47 more tensors/),
  })
  expect((error as Error).message.length).toBeLessThan(400)
})
