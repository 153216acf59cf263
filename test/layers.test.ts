import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

/* Imports point one way: the linter must reject each forbidden import listed here. */

const eslint = new ESLint()

async function importErrors(file: string, specifier: string): Promise<number> {
  const code = `import { x } from '${specifier}'\n\nexport const y = x\n`
  const [result] = await eslint.lintText(code, { filePath: file })
  return result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').length ?? NaN
}

describe('the linter', () => {
  it.each([
    ['src/contract/run.ts', 'node:fs'],
    ['src/contract/run.ts', '../main/gan/training/loop'],
    ['src/contract/run.ts', 'electron'],
    ['src/main/engine/open.ts', '../gan/training/loop'],
    ['src/main/gan/training/loop.ts', '../../storage/runs/runs'],
    ['src/main/gan/training/loop.ts', '@tensorflow/tfjs-node-gpu'],
    ['src/main/gan/training/loop.ts', '@tensorflow/tfjs-backend-wasm'],
    ['src/main/gan/training/loop.ts', '../../metrics/metrics'],
    ['src/main/storage/runs/runs.ts', '../../metrics/distribution/fid'],
    ['src/main/metrics/metrics.ts', '../gan/training/loop'],
    ['src/main/metrics/distribution/fid.ts', '../../engine/engine'],
    ['src/main/metrics/distribution/fid.ts', '../../storage/runs/runs'],
    ['src/main/metrics/distribution/fid.ts', '@tensorflow/tfjs-core'],
    ['src/main/metrics/distribution/fid.ts', 'node:fs'],
    ['src/main/metrics/distribution/fid.ts', '../nets/open-feature-net'],
    ['src/main/metrics/nets/classifier.ts', '../../trainer/bench'],
    ['src/main/metrics/nets/classifier.ts', '@tensorflow/tfjs-node-gpu'],
    ['src/main/disk/guarded.ts', '../storage/files/atomic'],
    ['src/main/image/resize.ts', '../gan/data/batches'],
    ['src/main/image/encode.ts', '../storage/files/atomic'],
    ['src/main/gan/data/batches.ts', '../../storage/datasets/load-dataset'],
    ['src/main/sources/idx/idx.ts', '../../storage/datasets/load-dataset'],
    ['src/main/image/resize.ts', '../sources/idx/idx'],
    ['src/main/storage/runs/runs.ts', '../../gan/training/loop'],
    ['src/main/storage/runs/runs.ts', '@tensorflow/tfjs-core'],
    ['src/main/process/termination.ts', '../storage/runs/runs'],
    ['src/main/trainer/child.ts', '../studio/studio'],
    ['src/main/trainer/child.ts', 'electron'],
    ['src/main/studio/studio.ts', 'electron'],
    ['src/main/studio/studio.ts', '../engine/open'],
    ['src/main/cli/program.ts', '../gan/training/loop'],
    ['src/main/web/server.ts', '../studio/studio'],
    ['src/main/web/server.ts', 'electron'],
    ['src/main/electron/ipc.ts', '../gan/training/loop'],
    ['src/preload/index.ts', 'node:fs'],
    ['src/renderer/main.ts', '../main/studio/studio'],
    ['src/renderer/main.ts', 'electron'],
  ])('refuses, in %s, an import of %s', async (file, specifier) => {
    expect(await importErrors(file, specifier)).toBe(1)
  })

  it.each([
    ['src/main/gan/training/loop.ts', '../../../contract/run'],
    ['src/main/gan/training/loop.ts', '../../engine/ops/dense'],
    ['src/main/storage/runs/runs.ts', '../../../contract/metrics/metrics'],
    ['src/main/metrics/features/canonical-order.ts', '../../gan/random/random'],
    ['src/main/metrics/features/feature-matrix.ts', '../../../contract/errors'],
    ['src/main/metrics/nets/classifier.ts', '../../gan/layers/network'],
    ['src/main/metrics/nets/folder-net.ts', '../../storage/feature-nets/read-net'],
    ['src/main/trainer/child.ts', '../metrics/metrics'],
    ['src/main/trainer/child.ts', '../gan/training/loop'],
    ['src/main/studio/studio.ts', '../trainer/launch/trainer-process'],
    ['src/main/trainer/launch/launch-utility.ts', 'electron'],
    ['src/main/storage/datasets/load-dataset.ts', '../../sources/idx/idx-file'],
    ['src/main/sources/idx/idx-file.ts', '../../disk/guarded'],
    ['src/renderer/main.ts', '../contract/run'],
  ])('allows, in %s, an import of %s', async (file, specifier) => {
    expect(await importErrors(file, specifier)).toBe(0)
  })
})
