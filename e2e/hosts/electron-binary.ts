import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The real executable, if `install-electron` was able to fetch it. */
function realBinary(): string | undefined {
  const folder = path.join(ROOT, 'node_modules/electron')
  const name = path.join(folder, 'path.txt')
  if (!fs.existsSync(name)) return undefined
  const binary = path.join(folder, 'dist', fs.readFileSync(name, 'utf8'))
  return fs.existsSync(binary) ? binary : undefined
}

const real = realBinary()
export const isStandIn = real === undefined
export const electronBinary = real ?? path.join(ROOT, 'e2e/electron-stand-in/electron.mjs')
/** The project's name in reports, which must not claim more than was tested. */
export const electronProjectName = isStandIn ? 'electron (stand-in)' : 'electron'
