import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { describe as describeNotice, explain } from '../../../contract/notices'
import { refuseUnfitLabels } from './class-labels'
import { checkClasses, loadDataset } from './load-dataset'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes, writeFolder } from '../../sources/idx/testing'

const made: string[] = []
const tempDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'labels-'))
  made.push(dir)
  return dir
}
afterAll(() => made.forEach((dir) => rmSync(dir, { recursive: true })))

const IMAGES = 'train-images-idx3-ubyte'
const LABELS = 'train-labels-idx1-ubyte'
const images = idxBytes([4, 2, 2], new Uint8Array(16))
const labelled = (...labels: number[]) => ({
  [IMAGES]: images,
  [LABELS]: idxBytes([labels.length], labels),
})

describe('labels that do not fit the networks are refused', () => {
  it.each([
    [{ [IMAGES]: images }, 10, 'labelsMissing', /set has no labels/, 'conditioning'],
    [labelled(0, 0, 0, 0), 2, 'oneClassOnly', /same label/, 'conditioning'],
    [
      labelled(0, 1, 2, 10),
      10,
      'classesDoNotFit',
      /11 classes, labelled 0 to 10, not 10/,
      'classes',
    ],
    [labelled(0, 1, 2, 3), 10, 'classesDoNotFit', /4 classes, labelled 0 to 3, not 10/, 'classes'],
    [labelled(255, 0, 0, 0), 1000, 'classesDoNotFit', /256 classes/, 'classes'],
    [labelled(0, 1, 2), 3, 'wrongLabelCount', /3 labels for 4 images/, LABELS],
  ])('%#: before loading and while loading', async (files, classes, code, message, where) => {
    const dir = tempDir()
    const path = await writeFolder(dir, 'set', files)
    const wanted = { datasetsDirs: [dir], imageSize: 2, channels: 1, classes }
    for (const attempt of [
      () => checkClasses(path, [dir], { classes }),
      () => loadDataset(path, wanted),
    ]) {
      const error = await failureOf(attempt)
      expect(error.problem?.code).toBe(code)
      expect(error.message).toMatch(message)
      expect(error.where).toContain(where)
      // The page shows this text too, and the command line names the flag itself.
      for (const language of ['en', 'zh-CN'] as const) {
        expect(describeNotice(error, language)).not.toContain('--')
      }
    }
  })

  it.each([
    [{ [IMAGES]: images }, 'ownNetworksWithoutLabels'],
    [labelled(0, 0, 0, 0), 'oneClassForOwnNetworks'],
    [labelled(0, 1, 2, 9), 'ownClassesDoNotFit'],
  ])('%#: networks from a file are the remedy, not settings', async (files, code) => {
    const dir = tempDir()
    const path = await writeFolder(dir, 'set', files)
    const wanted = { classes: 3, ownNetworks: true }
    for (const attempt of [
      () => checkClasses(path, [dir], wanted),
      () => loadDataset(path, { datasetsDirs: [dir], imageSize: 2, channels: 1, ...wanted }),
    ]) {
      const error = await failureOf(attempt)
      expect(error.problem?.code).toBe(code)
      expect(error.where).toBe('networks')
      for (const language of ['en', 'zh-CN'] as const) {
        expect(explain(error, language).remedy).toContain('classes')
        expect(describeNotice(error, language)).not.toContain('--')
      }
    }
  })

  it('unless the networks are unconditional', async () => {
    const dir = tempDir()
    const path = await writeFolder(dir, 'set', { [IMAGES]: images })
    await checkClasses(path, [dir], {})
    refuseUnfitLabels({ name: 'set', has: undefined, prepared: false }, {})
    const set = await loadDataset(path, { datasetsDirs: [dir], imageSize: 2, channels: 1 })
    expect(set.identity).not.toHaveProperty('labels')
  })
})

it('labels are part of the identity of a data set, so a resumed run notices other labels', async () => {
  const dir = tempDir()
  const load = async (name: string, ...labels: number[]) => {
    const path = await writeFolder(dir, name, labelled(...labels))
    const wanted = { datasetsDirs: [dir], imageSize: 2, channels: 1, classes: 3 }
    return (await loadDataset(path, wanted)).identity
  }
  // Class 1 has no images, which is allowed.
  const [one, same, other] = [
    await load('one', 0, 2, 2, 0),
    await load('same', 0, 2, 2, 0),
    await load('other', 2, 0, 2, 0),
  ]
  expect(one.labels).toMatch(/^[0-9a-f]{64}$/)
  expect(same.labels).toBe(one.labels)
  expect(other.labels).not.toBe(one.labels)
  expect(other.fingerprint).toBe(one.fingerprint)
})
