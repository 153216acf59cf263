import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { tempDir } from '../../storage/testing/temp-dir'
import { nodeLauncher } from './launch-node'

afterEach(() => vi.unstubAllEnvs())

/** The environment of a process started like a trainer. */
async function inTrainer(): Promise<NodeJS.ProcessEnv> {
  const entry = path.join(tempDir(), 'trainer.mjs')
  fs.writeFileSync(entry, 'process.send(process.env)')
  const child = nodeLauncher(entry)()
  const env = await new Promise((resolve) => child.onMessage(resolve))
  await new Promise<unknown>((resolve) => child.onExit(resolve))
  return env as NodeJS.ProcessEnv
}

it('requests large pages, and passes on the rest of the environment', async () => {
  vi.stubEnv('GLIBC_TUNABLES', undefined)
  vi.stubEnv('GAN_STUDIO_TEST', 'here')
  const env = await inTrainer()
  expect(env['GLIBC_TUNABLES']).toContain('glibc.malloc.hugetlb=1')
  expect(env['GAN_STUDIO_TEST']).toBe('here')
})

it('keeps glibc settings of the user', async () => {
  vi.stubEnv('GLIBC_TUNABLES', 'glibc.malloc.check=0')
  expect((await inTrainer())['GLIBC_TUNABLES']).toBe('glibc.malloc.check=0')
})
