import fs from 'node:fs'
import path from 'node:path'
import { decode, encode } from 'fast-png'
import { zipSync } from 'fflate'
import type { Locator, Page } from '@playwright/test'

/* Files with pictures, and the pixels that the page shows of them. */

/** A colour picture: a bright square on a ground whose hue depends on `seed`. */
export function picture(side: number, seed: number): Uint8Array {
  const data = new Uint8Array(side * side * 3)
  const [at, half] = [(seed * 7) % Math.max(1, side >> 1), side >> 1]
  for (let i = 0; i < side * side; i++) {
    const inside = (n: number): boolean => n >= at && n < at + half
    const bright = inside(i % side) && inside(Math.floor(i / side))
    data[i * 3] = bright ? 250 : (seed * 37) % 200
    data[i * 3 + 1] = bright ? 220 : (seed * 11) % 200
    data[i * 3 + 2] = bright ? 40 : ((i % side) * 200) / side
  }
  return encode({ width: side, height: side, data, channels: 3, depth: 8 })
}

/** Names and contents of `count` pictures, in sub-folders for the classes. */
export function pictures(
  count: number,
  side: number,
  classes: readonly string[],
): Record<string, Uint8Array> {
  const files = Array.from({ length: count }, (_, i) => {
    const name = `${classes[i % classes.length] ?? ''}/${String(i).padStart(5, '0')}.png`
    return [name, picture(side, i)] as const
  })
  return Object.fromEntries(files)
}

/** Writes files into a new folder. @param files contents by relative path */
export function writeFolder(folder: string, files: Record<string, Uint8Array | string>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, content)
  }
  return folder
}

/** Writes files into a new zip. */
export function writeZip(file: string, files: Record<string, Uint8Array>): string {
  fs.writeFileSync(file, zipSync(files, { level: 0 }))
  return file
}

/** Drops files and folders on an element, as the mouse does. */
export async function drop(page: Page, target: Locator, ...files: string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('the target is not visible')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}

/** Pixels at the edge of an element that are not looked at. */
const EDGE = 2

/** The number of different colours that an element shows, and whether any of them is not grey. */
export async function coloursOf(element: Locator): Promise<{ count: number; grey: boolean }> {
  const screenshot = decode(await element.screenshot({ animations: 'disabled' }))
  const { data, channels, width, height } = screenshot
  const seen = new Set<number>()
  let grey = true
  for (let i = 0; i < data.length; i += channels) {
    const [x, y] = [(i / channels) % width, Math.floor(i / channels / width)]
    // An outline has a colour of its own.
    if (Math.min(x, y, width - 1 - x, height - 1 - y) < EDGE) continue
    const [r = 0, g = 0, b = 0] = [data[i], data[i + 1], data[i + 2]]
    seen.add((r << 16) | (g << 8) | b)
    // The browser may round each channel on its own.
    if (Math.max(r, g, b) - Math.min(r, g, b) > 2) grey = false
  }
  return { count: seen.size, grey }
}
