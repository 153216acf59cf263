#!/usr/bin/env node
// Acts as the Electron executable in tests if the real one is not available; see README.md.
import inspector from 'node:inspector'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { electron, launch } from './api.mjs'
import { startChromium } from './chromium.mjs'
import { resolveElectronHere } from './modules.mjs'

const args = process.argv.slice(2)
const target = args.find((arg) => !arg.startsWith('-'))
if (target === undefined) throw new Error('the stand-in needs the folder of an application')
const folder = path.resolve(target)
const manifest = createRequire(import.meta.url)(path.join(folder, 'package.json'))
const inspected = args.some((arg) => arg.startsWith('--inspect'))

// As in Electron: the arguments after the executable, without the browser's switches.
process.argv = [process.execPath, ...args.slice(args.indexOf(target))]
launch.prepare({ folder, manifest, switches: args.filter((arg) => arg.startsWith('--')) })
resolveElectronHere(electron)

/** Waits for Playwright if it is attached. */
const allowed = inspected
  ? new Promise((resolve) => {
      globalThis.__playwright_run = resolve
      inspector.open(0, '127.0.0.1')
    })
  : Promise.resolve()

await import(pathToFileURL(path.join(folder, manifest.main)).href)
await startChromium(electron.app.getPath('userData'))
await allowed
launch.ready()
