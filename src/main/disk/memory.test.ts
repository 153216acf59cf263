import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { machineMemory } from './memory'

const MB = 2 ** 20

/** Creates a file system root whose /proc and /sys/fs/cgroup contain these files. */
function fakeRoot(files: Record<string, string>): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-'))
  onTestFinished(() => fs.rmSync(root, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
  }
  return root
}

describe.runIf(process.platform === 'linux')('the memory of this machine', () => {
  test.each([
    ['version 2', '0::/a/b\n', 'a/', 'memory.max', 'memory.current', 'inactive_file'],
    [
      'version 1',
      '5:cpu:/x\n4:memory:/a/b\n',
      'memory/a/',
      'memory.limit_in_bytes',
      'memory.usage_in_bytes',
      'total_inactive_file',
    ],
  ])('is that of an enclosing control group, %s', (_, groups, at, limit, used, inactive) => {
    const root = fakeRoot({
      'proc/self/cgroup': groups,
      [`sys/fs/cgroup/${at}${limit}`]: `${100 * MB}\n`,
      [`sys/fs/cgroup/${at}${used}`]: `${60 * MB}\n`,
      [`sys/fs/cgroup/${at}memory.stat`]: `anon 5\n${inactive} ${20 * MB}\n`,
    })
    expect(machineMemory(root)).toEqual({ total: 100 * MB, available: 60 * MB, exact: true })
  })

  test.each([
    ['without groups', {}],
    ['in a group without a limit', { 'sys/fs/cgroup/a/memory.max': 'max' }],
    ['in a group with a higher limit', { 'sys/fs/cgroup/a/memory.max': '9e300' }],
    ['in a group that cannot be understood', { 'sys/fs/cgroup/a/memory.max': 'many' }],
  ])('is the system’s %s', (_, files) => {
    const used = { 'sys/fs/cgroup/a/memory.current': '1' }
    const root = fakeRoot({ 'proc/self/cgroup': '0::/a', ...used, ...files })
    expect(machineMemory(root).total).toBe(os.totalmem())
  })
})
