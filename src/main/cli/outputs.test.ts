import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../storage/testing/temp-dir'
import type { CommandContext } from './context'
import { createOutput } from './output'
import { runProgram } from './program'

/* Input rejected before anything starts: the studio of these commands cannot be opened. */

const STARTED = 'the studio was opened'

function contextOf(dataFolder: string): CommandContext {
  const started = (): never => {
    throw new Error(STARTED)
  }
  return {
    output: () => createOutput(false),
    studio: started,
    dataFolder: () => dataFolder,
    torchScript: '',
    serve: () => Promise.resolve(started()),
    runQueue: () => Promise.resolve(started()),
    exit: started,
  }
}

const run = (argv: readonly string[], dataFolder = tempDir()): Promise<unknown> =>
  runProgram(argv, '0', contextOf(dataFolder), () => undefined).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('output paths of generate', () => {
  /** A folder with a file, an empty folder and a full one. */
  function place(): string {
    const root = tempDir()
    fs.writeFileSync(path.join(root, 'file'), 'mine')
    fs.mkdirSync(path.join(root, 'empty.png'))
    fs.mkdirSync(path.join(root, 'full'))
    fs.writeFileSync(path.join(root, 'full/0.png'), 'mine')
    return root
  }

  it.each([
    ['--grid', 'missing/x.png', 'storage', 'there is no folder'],
    ['--grid', 'file/x.png', 'storage', 'not a folder'],
    ['--grid', 'empty.png', 'usage', 'is a folder'],
    ['--grid', 'x.jpg', 'usage', 'ends in .jpg'],
    ['--grid', 'x.JPEG', 'usage', 'ends in .JPEG'],
    ['--out', 'file', 'storage', 'is a file'],
    ['--out', 'file/below', 'storage', 'is a file'],
    ['--out', 'full', 'usage', 'is not empty'],
  ])('%s %s is rejected, naming the path as typed', async (flag, name, code, says) => {
    const root = place()
    const typed = path.relative(process.cwd(), path.join(root, name))
    const before = fs.readdirSync(root, { recursive: true })
    const error = await run(['generate', 'x.safetensors', flag, typed])
    expect(error).toMatchObject({ code, where: typed, remedy: expect.any(String) })
    expect((error as Error).message).toContain(says)
    expect(fs.readdirSync(root, { recursive: true })).toEqual(before)
  })

  it.each(['/dev/null', '/proc/x.png', '/sys/x.png'])('--grid %s is rejected', async (typed) => {
    const error = await run(['generate', 'x.safetensors', '--grid', typed])
    expect(error).toMatchObject({ where: typed, remedy: expect.any(String) })
  })

  it.each(['/proc/x', '/sys/x/y'])('--out %s is rejected', async (typed) => {
    const error = await run(['generate', 'x.safetensors', '--out', typed])
    expect(error).toMatchObject({ code: 'storage', where: typed })
  })

  it.each([
    ['--grid', 'new.png'],
    ['--grid', 'NEW.PNG'],
    ['--grid', 'bare'],
    ['--grid', 'file'],
    ['--out', 'new/below'],
    ['--out', 'empty.png'],
  ])('%s %s is accepted, and checking it creates nothing', async (flag, name) => {
    const root = place()
    const before = fs.readdirSync(root, { recursive: true })
    const error = await run(['generate', 'latest', flag, path.join(root, name)])
    expect((error as Error).message).toBe(STARTED)
    expect(fs.readdirSync(root, { recursive: true })).toEqual(before)
  })
})

it.each([['train'], ['bench'], ['serve', '--no-open']])(
  '%s rejects a data folder that is a file or cannot be created',
  async (...argv) => {
    const file = path.join(tempDir(), 'occupied')
    fs.writeFileSync(file, 'mine')
    for (const folder of [file, path.join(file, 'below'), '/proc/gan-studio']) {
      expect(await run(argv, folder)).toMatchObject({ code: 'storage', where: folder })
    }
    const fresh = path.join(tempDir(), 'a/b')
    expect(((await run(argv, fresh)) as Error).message).toBe(STARTED)
    expect(fs.existsSync(path.dirname(fresh))).toBe(false)
  },
)

describe('an invalid setting is named by its flag as typed', () => {
  it.each([
    [['--image-size', '0'], '--image-size'],
    [['--img_size', '0'], '--img_size'],
    [['--lr', '-1'], '--lr'],
    [['--lr=-1'], '--lr'],
    [['--lr', 'fast'], '--lr'],
    [['--learning-rate', 'fast'], '--learning-rate'],
    [['--n_epochs', '0'], '--n_epochs'],
    [['--batch-size', '2.5'], '--batch-size'],
  ])('%j', async (argv, flag) => {
    const error = await run(['train', ...argv])
    expect(error).toMatchObject({ code: 'usage' })
    expect((error as Error).message).toContain(`${flag}`)
    expect((error as Error).message).not.toMatch(/imageSize|learningRate|batchSize/)
  })
})

describe('a flag given twice', () => {
  it.each([
    ['--lr 1 --learning-rate 2', '--lr and --learning-rate are the same setting'],
    ['--n_epochs=3 --epochs 4', '--n_epochs and --epochs are the same setting'],
    ['--learning-rate 2 --lr 1', '--learning-rate and --lr are the same setting'],
    ['--lr 1 --learning_rate 2', '--lr and --learning_rate are the same setting'],
    ['--latent-dim 5 --latent_dim 6', '--latent-dim and --latent_dim are the same setting'],
  ])('%s is rejected', async (line, says) => {
    const error = await run(['train', ...line.split(' ')])
    expect(error).toMatchObject({ code: 'usage', remedy: expect.any(String) })
    expect((error as Error).message).toContain(says)
  })

  it.each(['--lr 0.1 --learning-rate 1e-1', '--seed 2 --seed 3', '--lr 0.1 --lr 0.2'])(
    '%s is accepted',
    async (line) => {
      expect(((await run(['train', ...line.split(' ')])) as Error).message).toBe(STARTED)
    },
  )
})
