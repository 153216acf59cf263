import type { Command } from 'commander'
import { StudioError } from '../../contract/errors'
import type { CommandContext } from './context'
import { wholeNumber } from './flags'

interface ServeFlags {
  port?: number
  host: string
  newToken: boolean
  open: boolean
}

const ABOUT_TOKEN = `
The token in the address stays the same from start to start, so that pages left open come back;
it is kept in the data folder. GAN_STUDIO_TOKEN fixes another.`

/** An empty one would be every address of the machine. */
function address(text: string): string {
  if (text.trim() !== '') return text
  throw new StudioError('usage', '--host takes an address', { where: '--host' })
}

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve the studio to a browser, on this machine or through a tunnel')
    .option(
      '--port <number>',
      'the port to listen on (default: that of the last time, else a free one)',
      wholeNumber('--port', 0, 65_535),
    )
    .option(
      '--host <name>',
      'the address to listen on; other machines cannot reach the default',
      address,
      '127.0.0.1',
    )
    .option('--new-token', 'lock out every browser that was let in so far', false)
    .option('--no-open', 'do not open a browser')
    .addHelpText('after', ABOUT_TOKEN)
    .action(async ({ port, host, newToken, open }: ServeFlags) => {
      await context.serve({ port, host, newToken, open })
    })
}
