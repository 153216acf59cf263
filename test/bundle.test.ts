import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const ASSETS = path.resolve('out/renderer/assets')

it('the page is minified, since it is often fetched over a slow tunnel', () => {
  const scripts = fs.readdirSync(ASSETS).filter((name) => name.endsWith('.js'))
  const bytes = scripts.map((name) => fs.statSync(path.join(ASSETS, name)).size)
  expect(scripts.length).toBeGreaterThan(0)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_100_000)
  for (const name of scripts) {
    const text = fs.readFileSync(path.join(ASSETS, name), 'utf8')
    expect(text.length / text.split('\n').length, name).toBeGreaterThan(500)
  }
})
