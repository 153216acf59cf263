// node scripts/start.mjs [options]: sets up whatever is missing, then opens the studio.
import { join } from 'node:path'
import { chooseHost, parseStartArgs } from './lib/hosts.mjs'
import { handOver } from './lib/proc.mjs'
import { runMain, say } from './lib/ui.mjs'
import { ensureReady, ROOT } from './setup.mjs'

await runMain(async () => {
  const wanted = parseStartArgs(process.argv.slice(2))
  await ensureReady({ retryEngine: wanted.retryEngine, remind: true })
  const choice = await chooseHost(ROOT, wanted)
  if (choice.host === 'electron') {
    if (choice.note) say(choice.note)
    // Some editors' terminals set this, which makes Electron run as plain Node.
    const env = { ...process.env }
    delete env['ELECTRON_RUN_AS_NODE']
    return handOver(choice.binary, choice.args, { cwd: ROOT, env })
  }
  if (choice.why)
    say(
      `The desktop window is not available: ${choice.why}.\nServing GAN Studio to a browser instead:`,
    )
  return handOver(process.execPath, [join(ROOT, 'out/main/cli.js'), 'serve', ...choice.args])
})
