import fs from 'node:fs'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { decode } from 'fast-png'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CommandRequest } from '../../src/contract/api'
import { networksOf } from '../../src/contract/architectures/networks-of'
import { parseIdx } from '../../src/main/sources/idx/idx'
import { latestUsable } from '../../src/main/storage/checkpoints/checkpoints'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import type { ChildHandle } from '../../src/main/trainer/launch/trainer-process'
import { open, sharedRun, resourceOf, TRAINER } from '../support/studio-host'

const shared = sharedRun()

describe('generating', () => {
  it('twice with one seed gives the same bytes, in every format, from a checkpoint or a file', async () => {
    const { call, id, steps, dir } = shared
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const request = { source, count: 10, seed: 9, latentScale: 1, statistics: 'running' as const }
    const one = await call('generate', request)
    expect(one).toMatchObject({ count: 10, columns: 4, size: 12, channels: 1 })
    const other = await call('generate', request)
    expect(other.id).not.toBe(one.id)
    for (const name of ['sheet.png', 'image/0.png', 'image/9.png', 'images.zip', 'idx.zip']) {
      const [a, b] = [
        await resourceOf(shared, `generated/${one.id}/${name}`),
        await resourceOf(shared, `generated/${other.id}/${name}`),
      ]
      expect(a.equals(b)).toBe(true)
    }

    const archive = unzipSync(await resourceOf(shared, `generated/${one.id}/images.zip`))
    const manifest = JSON.parse(strFromU8(archive['manifest.json'] ?? new Uint8Array())) as Record<
      string,
      unknown
    >
    const { checkpoint } = await latestUsable(dir)
    if (checkpoint === undefined) throw new Error('no checkpoint was written')
    const { digest, networks, hyperparameters } = checkpoint.manifest
    expect(networks).toEqual(networksOf(hyperparameters))
    expect(manifest).toMatchObject({
      source: { kind: 'checkpoint', run: id, step: steps[1], digest },
      seed: 9,
      latentScale: 1,
      statistics: 'running',
    })
    const idx = unzipSync(await resourceOf(shared, `generated/${one.id}/idx.zip`))
    const { dims, data } = parseIdx(idx['train-images-idx3-ubyte'] ?? new Uint8Array(), 'idx')
    expect(dims).toEqual([10, 12, 12])
    for (let n = 0; n < 10; n++) {
      const png = decode(archive[`image-${String(n + 1).padStart(5, '0')}.png`] ?? new Uint8Array())
      expect(Buffer.from(png.data)).toEqual(Buffer.from(data.subarray(n * 144, (n + 1) * 144)))
    }

    const image = (set: { id: string }, n: number) =>
      resourceOf(shared, `generated/${set.id}/image/${n}.png`)
    const changes = [
      { seed: 10 },
      { latentScale: 2 },
      { statistics: 'batch' as const },
      { source: { ...source, step: steps[0] } },
    ]
    for (const change of changes) {
      const changed = await call('generate', { ...request, ...change })
      expect((await image(changed, 0)).equals(await image(one, 0))).toBe(false)
    }
    // Batch statistics do not change the cached generator.
    expect((await image(await call('generate', request), 9)).equals(await image(one, 9))).toBe(true)

    const bytes = fs.readFileSync(
      path.join(dir, 'checkpoints', String(steps[1]).padStart(8, '0'), 'generator.safetensors'),
    )
    const upload = await call('weights.upload', {
      name: 'mine.safetensors',
      base64: bytes.toString('base64'),
    })
    expect(upload).toMatchObject({ latentDim: 10, size: 12 })
    const fromFile = await call('generate', {
      ...request,
      source: { kind: 'upload', id: upload.id },
    })
    expect((await image(fromFile, 3)).equals(await image(one, 3))).toBe(true)
  })

  it('between two images starts and ends with them, in small steps', async () => {
    const { call, id, steps } = shared
    const pixels = async (set: { id: string }, n: number) =>
      Buffer.from(decode(await resourceOf(shared, `generated/${set.id}/image/${n}.png`)).data)
    const distance = (a: Buffer, b: Buffer) =>
      a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0)
    for (const statistics of ['running', 'batch'] as const) {
      const source = { kind: 'checkpoint' as const, id, step: steps[1] }
      const set = await call('generate', {
        source,
        count: 300,
        seed: 4,
        latentScale: 1.5,
        statistics,
      })
      const row = await call('interpolate', { id: set.id, from: 299, to: 1, frames: 9 })
      expect(row).toMatchObject({ count: 9, columns: 9 })
      const [from, to] = [await pixels(set, 299), await pixels(set, 1)]
      expect(await pixels(row, 0)).toEqual(from)
      expect(await pixels(row, 8)).toEqual(to)
      const frames = await Promise.all(Array.from({ length: 9 }, (_, n) => pixels(row, n)))
      // Consecutive frames are close to each other.
      const total = distance(from, to)
      frames
        .slice(1)
        .forEach((frame, n) => expect(distance(frame, frames[n] ?? from)).toBeLessThan(total / 2))
      await expect(
        call('interpolate', { id: set.id, from: 300, to: 1, frames: 3 }),
      ).rejects.toMatchObject({ code: 'usage' })
      await expect(
        call('interpolate', { id: row.id, from: 0, to: 1, frames: 3 }),
      ).rejects.toMatchObject({ code: 'usage' })
    }
  })

  it('reuses one process, and starts another for another engine or after a crash', async () => {
    const { root, id, steps } = shared
    const started: ChildHandle[] = []
    const launch = nodeLauncher(TRAINER)
    const opened = await open(root, {
      launch: () => {
        const child = launch()
        started.push(child)
        return child
      },
    })
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const request = { source, count: 4, seed: 3, latentScale: 1, statistics: 'running' as const }
    const sheet = async () => {
      const set = await opened.call('generate', request)
      return resourceOf(opened, `generated/${set.id}/sheet.png`)
    }
    const [first, second] = await Promise.all([sheet(), sheet()])
    expect(first.equals(second)).toBe(true)
    expect(started).toHaveLength(1)
    started[0]?.kill()
    // The call may come before the process has noticed its end; only then does it fail.
    const died = await opened.call('generate', request).catch((error: unknown) => error)
    if (died instanceof Error) expect(died).toMatchObject({ code: 'engine' })
    expect((await sheet()).equals(first)).toBe(true)
    await opened.call('settings.set', { engine: 'cpu' })
    await sheet()
    expect(started).toHaveLength(3)
  })

  it('refuses missing runs, steps and uploads, and files that are not a generator', async () => {
    const { call, root, steps } = shared
    const id = `${shared.id}y`
    fs.cpSync(shared.dir, path.join(root, 'runs', id), { recursive: true })
    onTestFinished(() => fs.rmSync(path.join(root, 'runs', id), { recursive: true }))
    const base = { count: 4, seed: 1, latentScale: 1, statistics: 'running' as const }
    const from = (source: CommandRequest<'generate'>['source']) =>
      call('generate', { ...base, source })
    const usage = { code: 'usage' }
    await expect(from({ kind: 'checkpoint', id, step: 999_999 })).rejects.toMatchObject(usage)
    await expect(from({ kind: 'checkpoint', id: 'unknown', step: 1 })).rejects.toMatchObject(usage)
    await expect(from({ kind: 'upload', id: 'unknown' })).rejects.toMatchObject(usage)
    await expect(
      call('interpolate', { id: 'unknown', from: 0, to: 1, frames: 2 }),
    ).rejects.toMatchObject(usage)
    const upload = (bytes: string) =>
      call('weights.upload', { name: 'mine.safetensors', base64: bytes })
    await expect(upload('not base64!')).rejects.toMatchObject(usage)
    const refusal = upload(Buffer.from('no weights').toString('base64'))
    await expect(refusal).rejects.toMatchObject({
      code: 'checkpoint',
      where: 'mine.safetensors',
      // The quoted reason can be translated too.
      problem: {
        code: 'badSafetensors',
        given: { why: { problem: expect.anything() as unknown } },
      },
    })
    const folder = path.join(root, 'runs', id, 'checkpoints', String(steps[1]).padStart(8, '0'))
    const discriminator = fs.readFileSync(path.join(folder, 'discriminator.safetensors'))
    await expect(upload(discriminator.toString('base64'))).rejects.toMatchObject({
      code: 'checkpoint',
    })
    const weights = path.join(folder, 'generator.safetensors')
    fs.truncateSync(weights, fs.statSync(weights).size - 1)
    await expect(from({ kind: 'checkpoint', id, step: steps[1] })).rejects.toMatchObject({
      code: 'checkpoint',
    })
    // The process still generates after all these errors.
    expect(await from({ kind: 'checkpoint', id, step: steps[0] })).toMatchObject({ count: 4 })
  })
})

describe('resources', () => {
  it('are only the sample grids and the generated images, no other file on disk', async () => {
    const { studio, call, root, id, steps } = shared
    const grid = await studio.resource(`runs/${id}/samples/00000000.png`)
    expect(grid?.type).toBe('image/png')
    expect(decode(grid?.body ?? new Uint8Array()).width).toBe(72)
    expect(Buffer.from((await studio.resource(`runs/${id}/samples/0.png`))?.body ?? [])).toEqual(
      Buffer.from(grid?.body ?? []),
    )
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const set = await call('generate', {
      source,
      count: 3,
      seed: 1,
      latentScale: 1,
      statistics: 'running',
    })
    const zip = await studio.resource(`generated/${set.id}/images.zip`)
    expect(zip).toMatchObject({
      type: 'application/zip',
      fileName: `stopped-step-${steps[1]}-seed-1.zip`,
    })
    fs.writeFileSync(path.join(root, 'secret.png'), 'secret')
    for (const unknown of [
      '',
      `runs/${id}/samples/1.png`,
      `runs/${id}/samples/../../../secret.png`,
      `runs/${id}/samples/0.json`,
      `runs/${id}/run.json`,
      `runs/${id}/checkpoints/${steps[1]}/generator.safetensors`,
      'runs/../secret.png',
      `runs/./${id}/samples/0.png`,
      `runs/..%2f${id}/samples/0.png`,
      `runs/${id}\0/samples/0.png`,
      `/runs/${id}/samples/0.png`,
      `runs/${id}/samples/0.png\n`,
      `runs/${id}/samples/0.png/x`,
      'runs/unknown/samples/0.png',
      `generated/${set.id}/image/3.png`,
      `generated/${set.id}/image/-1.png`,
      `generated/${set.id}/other.zip`,
      'generated/unknown/sheet.png',
      `generated/../runs/${id}/samples/0.png`,
    ]) {
      expect([unknown, await studio.resource(unknown)]).toEqual([unknown, undefined])
    }
  })
})
