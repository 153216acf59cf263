// node scripts/cli.mjs <command> [options]: runs the command line, setting it up first if necessary.
import { join } from 'node:path'
import { takeFlag } from './lib/args.mjs'
import { handOver } from './lib/proc.mjs'
import { runMain } from './lib/ui.mjs'
import { ensureReady, ROOT } from './setup.mjs'

await runMain(async () => {
  const { present, rest } = takeFlag(process.argv.slice(2), '--retry-engine')
  await ensureReady({ retryEngine: present })
  return handOver(process.execPath, [join(ROOT, 'out/main/cli.js'), ...rest])
})
