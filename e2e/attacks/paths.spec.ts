import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures'
import { fetchPath } from './in-page'

const SECRET = 'a secret'

test('no path reaches files outside the renderer and the runs', async ({ studio }) => {
  const { page, dataFolder } = studio
  fs.mkdirSync(path.join(dataFolder, 'runs/x/samples'), { recursive: true })
  for (const name of ['secret.png', 'runs/secret.png', 'runs/x/secret.png']) {
    fs.writeFileSync(path.join(dataFolder, name), SECRET)
  }
  const steps = ['..%2f', '%2e%2e%2f', '..%5c', '..%252f', './%2e%2e/']
  const starts = ['/', '/assets/', '/resources/', '/resources/runs/', '/resources/runs/x/samples/']
  const targets = ['secret.png', 'package.json', 'etc/passwd']
  for (const start of starts) {
    for (const step of steps) {
      for (const target of targets) {
        for (const depth of [1, 2, 8]) {
          const answer = await fetchPath(page, `${start}${step.repeat(depth)}${target}`)
          expect(answer.status, `${start}${step}${target}`).toBe(404)
          expect(answer.text).not.toContain(SECRET)
        }
      }
    }
  }
})

test('only samples and generated images are resources', async ({ studio }) => {
  const { page, dataFolder } = studio
  fs.mkdirSync(path.join(dataFolder, 'runs/x'), { recursive: true })
  fs.writeFileSync(path.join(dataFolder, 'runs/x/run.json'), SECRET)
  const paths = ['', '.', 'runs', 'runs/x', 'runs/x/run.json', 'preferences.json', '%00', 'runs//x']
  for (const name of paths) {
    const answer = await fetchPath(page, `/resources/${name}`)
    expect(answer.status, name).toBe(404)
    expect(answer.text).not.toContain(SECRET)
  }
})
