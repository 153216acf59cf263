import fs from 'node:fs'
import { matchesGlob } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

/* ONNX Runtime is optional and native: it is neither bundled nor packed, and downloads nothing. */

const NAME = 'onnxruntime-node'
const BUILDER = 'electron-builder.yml'
const read = (file: string): string => fs.readFileSync(file, 'utf8')
const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
})
const described = packageSchema.parse(JSON.parse(read('package.json')))

/** The items of a list in electron-builder.yml. */
function listed(key: string): string[] {
  const [, items = ''] = new RegExp(`^${key}:\\n((?: +[-#].*\\n)+)`, 'm').exec(read(BUILDER)) ?? []
  return [...items.matchAll(/^ +- '?(.*?)'?$/gm)].map(([, item = '']) => item)
}
/** True if one of the patterns, with alternatives in braces, matches the path. */
const matched = (file: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matchesGlob(file, pattern))

describe('ONNX Runtime', () => {
  it('is optional, since GAN Studio works without it', () => {
    expect(described.optionalDependencies).toHaveProperty([NAME])
    expect(described.dependencies).not.toHaveProperty([NAME])
  })

  it('is imported by the built program when it is needed, not bundled', () => {
    const scripts = fs
      .readdirSync('out/main', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => read(`out/main/${file}`))
    expect(scripts.some((text) => text.includes(`import("${NAME}")`))).toBe(true)
    for (const text of scripts) {
      // The file that its own loader reads, and an import that every start would pay for.
      expect(text).not.toContain('onnxruntime_binding.node')
      expect(text).not.toMatch(/^import\b.*onnxruntime/m)
    }
  })

  it('is unpacked from the asar, with the package that it imports', () => {
    const unpacked = listed('asarUnpack')
    for (const file of [`${NAME}/bin/napi-v6/linux/x64/x.node`, 'onnxruntime-common/dist/x.js']) {
      expect(matched(`node_modules/${file}`, unpacked), file).toBe(true)
    }
    expect(matched('node_modules/zod/index.js', unpacked)).toBe(false)
  })

  it('is packed with the libraries of one system, and without what downloads those for GPUs', () => {
    const files = listed('files')
    const left = files.flatMap((pattern) => (pattern.startsWith('!') ? pattern.slice(1) : []))
    for (const file of [`${NAME}/script/install.js`, 'adm-zip/index.js', 'global-agent/index.js']) {
      expect(matched(`node_modules/${file}`, left), file).toBe(true)
    }
    expect(matched(`node_modules/${NAME}/bin/napi-v6/win32/x64/x.node`, left)).toBe(true)
    expect(matched(`node_modules/${NAME}/dist/index.js`, left)).toBe(false)
    expect(files).toContain(`node_modules/${NAME}/bin/napi-v6/\${platform}/\${arch}/**`)
  })

  it('may not run its install script, which downloads libraries for CUDA', () => {
    expect(described.allowScripts[NAME]).toBe(false)
    // Nor do older versions of npm run it, which do not know that setting.
    expect(read('scripts/setup.mjs')).toMatch(/'ci', '--ignore-scripts'/)
  })
})
