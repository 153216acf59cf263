import { Command } from 'commander'
import { expect, it, vi } from 'vitest'
import { problemError } from '../../../contract/errors'
import type { CommandContext } from '../context'
import { addAddCommands } from './add-command'

/** There are no data sets and no imports. */
const nothing = {
  datasets: { list: () => Promise.resolve([]) },
  imports: () => ({ list: () => Promise.resolve([]) }),
}

it.each(['describe', 'add'])('%s ends the process that looked at a bad source', async (command) => {
  const refusal = problemError('data', 'zipNotAZip', {}, { where: 'a.zip' })
  const sources = {
    describe: () => Promise.reject(refusal),
    close: vi.fn(() => Promise.resolve()),
  }
  const program = new Command().exitOverride()
  addAddCommands(program, { studio: () => ({ sources, ...nothing }) } as unknown as CommandContext)
  const attempt = program.parseAsync([command, 'a.zip'], { from: 'user' })
  await expect(attempt).rejects.toBe(refusal)
  expect(sources.close).toHaveBeenCalledOnce()
})
