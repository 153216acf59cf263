import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { explain } from '../../src/contract/notices'
import type { LogEntry } from '../../src/contract/summary'
import { open } from '../support/studio-host'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from '../support/studio'

/* Notices about a run are translated, even when several problems occur at once. */

/** Creates a wasm run with a damaged newest checkpoint and a damaged log. */
async function damagedRun(root: string): Promise<string> {
  const config = tinyConfig(tinyDataset(root, 160), 'wasm', { steps: 3, checkpointInterval: 1 })
  const { dir, id, session } = await studioIn(root).train(config, 'tiny', eventWatch().watch)
  await session.outcome
  fs.rmSync(path.join(dir, 'checkpoints', '00000003', 'generator.safetensors'))
  const log = path.join(dir, 'metrics.jsonl')
  const [, ...later] = fs.readFileSync(log, 'utf8').split('\n')
  fs.writeFileSync(log, ['{"step":', ...later].join('\n'))
  return id
}

/** The notes and warnings of a log in Chinese, without their parenthesised details. */
const inChinese = (log: LogEntry[]): string[] =>
  log
    .filter(({ code }) => code === 'note' || code === 'warning')
    .map(({ text = '', problem }) => explain({ message: text, problem }, 'zh-CN').message)
    .map((text) => text.replaceAll(/（[^）]*）/g, ''))

it('resuming with another engine, an older checkpoint and a damaged log is reported in Chinese', async () => {
  const root = temporaryFolder()
  const id = await damagedRun(root)
  const { call, inState } = await open(root)
  await call('runs.resume', { id, engine: 'cpu' })
  await inState(id, 'finished')
  const { log } = await call('runs.get', { id })
  expect(inChinese(log).sort()).toEqual([
    expect.stringMatching(/^之后步骤的文件已移到训练文件夹中的 set-aside.[\d-]+$/),
    '指标日志有缺失：1 行无法使用；前 2 步中有 1 步没有记录',
    '此训练原先使用计算引擎 wasm，现改用 cpu：舍入不同，最终的权重不会完全一致',
    '跳过第 3 步的检查点：检查点无法使用：文件缺失',
  ])
})
