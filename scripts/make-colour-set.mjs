import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { zipSync } from 'fflate'
import { npm } from './lib/npm.mjs'
import { messageOf, say } from './lib/ui.mjs'

/*
 * Makes a small colour data set, to try the studio with: 64-pixel pictures from an npm package, in
 * one sub-folder per class, as a folder and as a zip. The package's licence and a note of its origin
 * go with them.
 */

const SIZE = 64
const USAGE = `Usage: node scripts/make-colour-set.mjs OUT [--from emoji|flags] [--limit N] [--package FOLDER]

Writes the folder OUT, and the files OUT.zip and OUT-licence.txt.
  --from      emoji: up to 3,786 pictures in 10 classes, the default; flags: 256 without classes
  --limit     at most so many pictures, spread evenly
  --package   the folder of the npm package, if it is installed already; else it is downloaded
              into a temporary folder`

/** @typedef {{ name: string, folder: string, read: () => Promise<Buffer> | Buffer }} Picture */

/**
 * Emoji and their variations, by category.
 * @param {string} from the folder of the package
 * @returns {Picture[]}
 */
function emoji(from) {
  /** @typedef {{ image: string }} Variation */
  /** @type {(Variation & { category: string, skin_variations?: Record<string, Variation> })[]} */
  const all = JSON.parse(readFileSync(join(from, 'emoji.json'), 'utf8'))
  const images = join(from, 'img/google/64')
  return all
    .flatMap(({ category, image, skin_variations: others = {} }) =>
      [image, ...Object.values(others).map((other) => other.image)].map((name) => ({
        name,
        folder: category,
        read: () => readFileSync(join(images, name)),
      })),
    )
    .filter(({ name }) => existsSync(join(images, name)))
}

/**
 * Flags, each in the middle of a transparent square.
 * @param {string} from the folder of the package
 * @returns {Picture[]}
 */
function flags(from) {
  const images = join(from, 'png250px')
  return readdirSync(images)
    .filter((name) => name.endsWith('.png'))
    .sort()
    .map((name) => ({ name, folder: '', read: () => squared(join(images, name)) }))
}

/** @param {string} file */
async function squared(file) {
  const image = await loadImage(file)
  const scale = SIZE / Math.max(image.width, image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  const canvas = createCanvas(SIZE, SIZE)
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, (SIZE - width) / 2, (SIZE - height) / 2, width, height)
  return canvas.toBuffer('image/png')
}

const kinds = {
  emoji: { package: 'emoji-datasource-google', version: '16.0.0', pictures: emoji },
  flags: { package: 'svg-country-flags', version: '1.2.10', pictures: flags },
}

/**
 * Downloads a package into a folder, without running any of its scripts.
 * @param {{ package: string, version: string }} kind
 * @param {string} folder
 */
async function download(kind, folder) {
  const wanted = `${kind.package}@${kind.version}`
  say(`Downloading ${wanted} from npm…`)
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  const code = await npm(folder, ['install', ...quiet, wanted])
  if (code !== 0) throw new Error(`npm could not install ${wanted}; try again, or give --package`)
  return join(folder, 'node_modules', kind.package)
}

/**
 * @template T
 * @param {T[]} all
 * @param {number} limit
 */
const spread = (all, limit) =>
  all.filter(
    (_, i) => Math.floor(((i + 1) * limit) / all.length) > Math.floor((i * limit) / all.length),
  )

/**
 * @param {Picture[]} pictures
 * @param {{ package: string, version: string }} kind
 * @param {string} from the folder of the package
 * @param {string} out
 */
async function write(pictures, kind, from, out) {
  /** @type {Record<string, [Uint8Array, { level: 0 }]>} */
  const zipped = {}
  const top = basename(out)
  mkdirSync(out, { recursive: true })
  for (const { name, folder, read } of pictures) {
    const bytes = await read()
    mkdirSync(join(out, folder), { recursive: true })
    writeFileSync(join(out, folder, name), bytes)
    // PNG files do not get smaller.
    zipped[[top, folder, name].filter(Boolean).join('/')] = [bytes, { level: 0 }]
  }
  const licence = readdirSync(from).find((name) => /^licen[cs]e/i.test(name))
  const terms = licence === undefined ? 'See its page.' : readFileSync(join(from, licence), 'utf8')
  writeFileSync(
    `${out}-licence.txt`,
    `Pictures of the npm package ${kind.package} ${kind.version}.\n\n${terms}`,
  )
  writeFileSync(`${out}.zip`, zipSync(zipped))
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: 'emoji' },
      limit: { type: 'string', default: 'all' },
      package: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [target] = positionals
  const kind = Object.hasOwn(kinds, values.from)
    ? kinds[/** @type {'emoji'} */ (values.from)]
    : undefined
  const limit = values.limit === 'all' ? Infinity : Number(values.limit)
  const valid = kind !== undefined && (limit === Infinity || (Number.isInteger(limit) && limit > 0))
  if (values.help || target === undefined || positionals.length > 1 || !valid) {
    say(USAGE)
    return values.help ? 0 : 2
  }
  const out = resolve(target)
  if (existsSync(out) || existsSync(`${out}.zip`)) {
    throw new Error(`${out} or ${out}.zip exists already; remove it, or choose another name`)
  }
  const temporary = mkdtempSync(join(tmpdir(), 'colour-set-'))
  try {
    const from = values.package ?? (await download(kind, temporary))
    const all = kind.pictures(from)
    const pictures = limit < all.length ? spread(all, limit) : all
    await write(pictures, kind, from, out)
    const classes = new Set(pictures.map(({ folder }) => folder)).size
    const named = classes > 1 ? ` in ${classes} classes` : ''
    say(`${pictures.length} pictures${named}: ${out} and ${out}.zip`)
    return 0
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  say(`Error: ${messageOf(error)}`)
  process.exitCode = 1
}
