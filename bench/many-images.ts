import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { benchImport } from './many-images/import'
import { makePictures } from './many-images/pictures'
import { benchThumbnails } from './many-images/thumbnails'
import { formatFigures, isWithin } from './studio/figures'

/*
 * A data set of very many small pictures: the speed and memory of its import, and the frames per
 * second while its thumbnails are scrolled through in Chromium.
 */

const HELP = `Imports many PNG files and scrolls through their thumbnails.

  --count N    pictures of 32 x 32 pixels, in ten classes; default 100000
  --folder P   where to make them; default the system's temporary folder
  --json       print the figures as JSON
`

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: { count: text, folder: text, json: flag, help: flag },
  })
  if (values.help) return void process.stdout.write(HELP)
  const folder = fs.mkdtempSync(path.join(values.folder ?? os.tmpdir(), 'gan-studio-many-images-'))
  const count = Number(values.count ?? 100_000)
  process.stdout.write(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} CPUs\n`)
  try {
    const pictures = path.join(folder, 'pictures')
    await makePictures(pictures, count)
    const home = path.join(folder, 'home')
    const figures = [
      ...(await benchImport(pictures, home, count)),
      ...(await benchThumbnails(home, count)),
    ]
    const out = values.json ? JSON.stringify({ manyImages: figures }) : formatFigures(figures)
    process.stdout.write(`${out}\n`)
    if (!figures.every(isWithin)) process.exitCode = 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
