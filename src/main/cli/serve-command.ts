import type { Command } from 'commander'
import type { CommandContext } from './context'
import { filled, wholeNumber } from './flags'

interface ServeFlags {
  port?: number
  host: string
  newToken: boolean
  open: boolean
}

const ABOUT_TOKEN = `
The token in the address is kept in the data folder and stays the same across restarts, so open
pages reconnect. Set GAN_STUDIO_TOKEN to use another token.`

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve GAN Studio to a browser, on this machine or through a tunnel')
    .option(
      '--port <number>',
      'port to listen on (default: the last one used, else any free port)',
      wholeNumber('--port', 0, 65_535),
    )
    .option(
      '--host <name>',
      'address to listen on; the default is not reachable from other machines',
      // An empty address would listen on every interface of the machine.
      filled('--host'),
      '127.0.0.1',
    )
    .option(
      '--new-token',
      'create a new token, which locks out all browsers using the old one',
      false,
    )
    .option('--no-open', 'do not open a browser')
    .addHelpText('after', ABOUT_TOKEN)
    .action(async ({ port, host, newToken, open }: ServeFlags) => {
      await context.serve({ port, host, newToken, open })
    })
}
