import { randomBytes } from 'node:crypto'
import { startWebServer } from './studio/web-server'

/* The browser host. In this version its page shows what the command line can do; training runs there. */

const port = Number(process.env['GAN_STUDIO_PORT'] ?? 0)
const token = randomBytes(24).toString('base64url')
const url = await startWebServer({
  folder: new URL('../renderer/', import.meta.url),
  port,
  token,
})
process.stdout.write(`GAN Studio: ${url}\n`)
