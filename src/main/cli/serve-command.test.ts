import { tmpdir } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import type { ServeOptions } from '../serve'
import type { CommandContext } from './context'
import { createOutput } from './output'
import { runProgram } from './program'

/**
 * Runs `serve` with the given flags; returns the options passed to the server, or the exit code.
 */
async function served(...flags: string[]) {
  const wanted: ServeOptions[] = []
  const codes: number[] = []
  let out: string | undefined
  const context: CommandContext = {
    output: () => createOutput(true),
    studio: () => expect.fail('serve opens its own'),
    dataFolder: () => tmpdir(),
    torchScript: '',
    serve: (options) => Promise.resolve(void wanted.push(options)),
    runQueue: () => expect.fail('serve trains what is in the queue itself'),
    exit: (code) => void codes.push(code),
  }
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await runProgram(['serve', ...flags], '1.2.3', context, (options) => (out = options.out))
  vi.restoreAllMocks()
  return { wanted, out, code: codes[0] }
}

describe('serve', () => {
  it('listens only on this machine by default', async () => {
    const defaults = { port: undefined, host: '127.0.0.1', newToken: false, open: true }
    expect(await served()).toEqual({ wanted: [defaults], out: undefined, code: undefined })
  })

  it('passes its flags on', async () => {
    const flags = ['--port', '8080', '--host', '::1', '--out', 'runs', '--no-open', '--new-token']
    const given = { port: 8080, host: '::1', newToken: true, open: false }
    expect(await served(...flags)).toMatchObject({ wanted: [given], out: 'runs' })
  })

  it.each([[['--port', '70000']], [['--port', 'http']], [['--port=-1']], [['--host', '']]])(
    'rejects %s',
    async (flags) => {
      await expect(served(...flags)).rejects.toMatchObject({ code: 'usage' })
    },
  )

  it.each([[['--prot', '1']], [['stray']]])('does not know %s', async (flags) => {
    expect(await served(...flags)).toMatchObject({ wanted: [], code: 2 })
  })
})
