import { join } from 'node:path'
import { z } from 'zod'
import { parseWith, problemError } from '../../../contract/errors'
import type { GraphNetDocument } from '../../../contract/feature-nets/document'
import { parseJsonGuarded } from '../../disk/json'
import { readNetFile } from './read-net'

/** The parts of a TF.js graph model's model.json that are needed to load it. */
const modelSchema = z.looseObject({
  format: z.literal('graph-model').optional(),
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({ name: z.string() })) }),
  ),
})

/** A TF.js graph model: its model.json, and its weights one after another. */
export interface GraphFiles {
  model: z.infer<typeof modelSchema>
  weights: ArrayBuffer
}

/**
 * Reads the files of a TF.js graph model.
 *
 * @throws StudioError `data` if a file is missing, has been changed or is not listed in the
 *   document, or the model is not valid; `storage` if the disk fails
 */
export async function readGraphFiles(dir: string, document: GraphNetDocument): Promise<GraphFiles> {
  const read = (file: string): Promise<Buffer> => {
    const recorded = Object.hasOwn(document.files, file) ? document.files[file] : undefined
    if (recorded !== undefined) return readNetFile(dir, file, recorded)
    throw problemError('data', 'netFileUnlisted', { file }, { where: dir })
  }
  const text = (await read(document.model)).toString('utf8')
  const where = join(dir, document.model)
  const model = parseWith(modelSchema, jsonOf(text, where), 'data', 'The model', where)
  const parts: Buffer[] = []
  for (const { paths } of model.weightsManifest) {
    for (const path of paths) parts.push(await read(path))
  }
  const all = Buffer.concat(parts)
  const weights = new ArrayBuffer(all.length)
  new Uint8Array(weights).set(all)
  return { model, weights }
}

function jsonOf(text: string, where: string): unknown {
  try {
    return parseJsonGuarded(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw problemError('data', 'featureNetUnreadable', { why }, { where })
  }
}
