import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'
import { noLiteralText } from './scripts/lint/no-literal-text.mjs'

/*
 * Imports point one way: contract <- engine <- gan; contract, gan/random <- metrics; metrics, gan, storage <- metrics/nets; contract, disk, image <- sources <- storage; all <- trainer <- studio <- hosts;
 * the renderer sees the contract only.
 */
const TFJS_BACKENDS = [
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-backend-*',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-layers',
]
const NODE = ['node:*', 'fs', 'path', 'os', 'child_process']
/** @param {string} name @param {{ folders?: string[], packages?: string[] }} forbidden */
const layer = (name, { folders = [], packages = [] }) => ({
  group: [...folders.flatMap((folder) => [`**/${folder}/**`, `**/${folder}`]), ...packages],
  message: `${name} may not import this; see "Imports point one way" in CONTRIBUTING.md.`,
})
/**
 * @param {string} name
 * @param {string[]} files
 * @param {{ folders?: string[], packages?: string[] }} forbidden
 * @returns {import('eslint').Linter.Config}
 */
const restrict = (name, files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [layer(name, forbidden)] }] },
})
/**
 * Like `restrict`, and forbids src/main/metrics too. That folder is matched by its path, since others
 * (src/contract/metrics, src/main/studio/metrics) have the same name.
 *
 * @type {typeof restrict}
 */
const restrictBelowMetrics = (name, files, forbidden) => {
  const { message, ...group } = layer(name, forbidden)
  const patterns = [
    { ...group, message },
    { regex: '^(\\.\\./)+metrics/', message },
  ]
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

const GUARDED = {
  calls: 'readFile|readFileSync|open|openSync|openAsBlob|createReadStream',
  message: 'Open files through src/main/disk/guarded.ts: a pipe or a device would hang the reader.',
}
const FOLDERS =
  'Make folders through src/main/disk/make-directory.ts: the walk of Node itself may never end.'
/* Opening files and making folders by hand, however `fs` is imported. */
const unguarded = [
  {
    selector: `MemberExpression[object.name=/^(fs|fsp|promises)$/][property.name=/^(${GUARDED.calls})$/]`,
    message: GUARDED.message,
  },
  {
    selector: `MemberExpression[object.property.name='promises'][property.name=/^(${GUARDED.calls})$/]`,
    message: GUARDED.message,
  },
  {
    selector: `ImportDeclaration[source.value=/^(node:)?fs/] > ImportSpecifier[imported.name=/^(${GUARDED.calls})$/]`,
    message: GUARDED.message,
  },
  {
    selector:
      "CallExpression[callee.property.name=/^mkdir(Sync)?$/] Property[key.name='recursive']",
    message: FOLDERS,
  },
  {
    selector:
      'ImportDeclaration[source.value=/^(node:)?fs/] > ImportSpecifier[imported.name=/^mkdir/]',
    message: FOLDERS,
  },
]

export default defineConfig(
  { ignores: ['node_modules/', 'out/', '.engine/', 'test-results/', 'dist/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['src/renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['src/renderer/**/*.svelte'],
    plugins: { studio: { rules: { 'no-literal-text': noLiteralText } } },
    rules: { 'studio/no-literal-text': 'error' },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'max-lines': ['error', { max: 220, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  { files: ['**/*.test.ts', 'test/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['src/main/**/*.ts'],
    ignores: ['src/main/disk/**', '**/*.test.ts', '**/testing/**', '**/testing.ts'],
    rules: { 'no-restricted-syntax': ['error', ...unguarded] },
  },
  restrict('contract', ['src/contract/**'], {
    folders: ['main', 'renderer', 'preload'],
    packages: ['electron', '@tensorflow/*', 'svelte', ...NODE],
  }),
  restrictBelowMetrics('engine', ['src/main/engine/**'], {
    folders: ['gan', 'sources', 'storage', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron'],
  }),
  restrictBelowMetrics('disk', ['src/main/disk/**'], {
    folders: [
      ...['engine', 'gan', 'image', 'sources', 'storage', 'trainer'],
      ...['studio', 'cli', 'electron', 'web'],
    ],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrictBelowMetrics('image', ['src/main/image/**'], {
    folders: ['engine', 'gan', 'sources', 'storage', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrictBelowMetrics('sources', ['src/main/sources/**'], {
    folders: ['engine', 'gan', 'storage', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrictBelowMetrics('gan', ['src/main/gan/**'], {
    folders: ['sources', 'storage', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', ...TFJS_BACKENDS],
  }),
  restrict('metrics', ['src/main/metrics/**'], {
    folders: [
      ...['engine', 'disk', 'image', 'sources', 'storage', 'trainer', 'studio', 'cli', 'web'],
      // All of gan but its random numbers, which need no tensors.
      ...['architectures', 'augmentations', 'data', 'layers'].map((folder) => `gan/${folder}`),
      ...['optimisers', 'penalties', 'training'].map((folder) => `gan/${folder}`),
      ...['gan/arithmetic', 'gan/make-images', 'nets', 'electron'],
    ],
    packages: ['electron', '@tensorflow/*', ...NODE],
  }),
  restrict('feature nets', ['src/main/metrics/nets/**'], {
    folders: ['trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', ...TFJS_BACKENDS],
  }),
  restrictBelowMetrics('storage', ['src/main/storage/**'], {
    folders: ['engine', 'gan', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrictBelowMetrics('process', ['src/main/process/**'], {
    folders: ['engine', 'gan', 'sources', 'storage', 'trainer', 'studio', 'cli', 'electron', 'web'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrict('trainer', ['src/main/trainer/**'], {
    folders: ['studio', 'cli', 'electron', 'web'],
    packages: ['electron', ...TFJS_BACKENDS],
  }),
  restrict("the trainer's start in Electron", ['src/main/trainer/launch/launch-utility.ts'], {
    // Not the folder `electron`: its pattern would take the package of that name along.
    folders: ['engine', 'gan', 'storage', 'studio', 'cli', 'web'],
    packages: ['@tensorflow/*'],
  }),
  restrict('studio', ['src/main/studio/**'], {
    folders: ['engine', 'cli', 'electron', 'web'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrict('the web host', ['src/main/web/**'], {
    folders: ['engine', 'gan', 'storage', 'trainer', 'studio', 'cli', 'electron', 'renderer'],
    packages: ['electron', '@tensorflow/*'],
  }),
  restrict('the Electron host', ['src/main/electron/**', 'src/main/index.ts'], {
    folders: ['engine', 'gan', 'cli', 'renderer'],
    packages: ['@tensorflow/*'],
  }),
  restrict('the preload', ['src/preload/**'], {
    folders: ['contract', 'main', 'renderer'],
    packages: ['@tensorflow/*', 'zod', ...NODE],
  }),
  restrict(
    'the command line',
    ['src/main/cli/**', 'src/main/cli.ts', 'src/main/serve.ts', 'src/main/run-queue.ts'],
    {
      folders: ['engine', 'gan', 'electron'],
      packages: ['electron', '@tensorflow/*'],
    },
  ),
  restrict('the renderer', ['src/renderer/**'], {
    folders: ['main', 'preload'],
    packages: ['electron', '@tensorflow/*', ...NODE],
  }),
)
