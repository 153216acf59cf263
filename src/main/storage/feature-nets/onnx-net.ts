import { join } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { OnnxNetDocument } from '../../../contract/feature-nets/document'
import { factsOfOnnx, withOutputs } from './onnx-model'
import type { OnnxFacts } from './onnx-model'
import { readNetFile } from './read-net'

/** The maximum number of bytes of all files together; also the limit of an ONNX file itself. */
const MOST_BYTES = 2 ** 31 - 1

/**
 * An ONNX model that returns the values that its document names, and the files with further
 * weights.
 */
export interface OnnxFiles {
  model: Buffer
  external: { path: string; data: Buffer }[]
}

/**
 * Reads the files of an ONNX model. All files that the model names are read here, so that ONNX
 * Runtime opens none itself.
 *
 * @throws StudioError `data` if a file is missing, has been changed, is not listed in the document
 *   or is not an ONNX model, or if the files are too large together; `storage` if the disk fails
 */
export async function readOnnxFiles(dir: string, document: OnnxNetDocument): Promise<OnnxFiles> {
  const { title, files, outputs } = document
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0)
  if (bytes > MOST_BYTES) {
    throw problemError('data', 'netTooLarge', { title, bytes, most: MOST_BYTES }, { where: dir })
  }
  const read = (file: string): Promise<Buffer> => {
    const recorded = Object.hasOwn(files, file) ? files[file] : undefined
    if (recorded !== undefined) return readNetFile(dir, file, recorded)
    throw problemError('data', 'netFileUnlisted', { file }, { where: dir })
  }
  const model = await read(document.model)
  const facts = factsOf(model, document.model, dir)
  const external: OnnxFiles['external'] = []
  for (const path of facts.files) external.push({ path, data: await read(path) })
  const wanted = [outputs.features, outputs.probabilities].filter((name) => name !== undefined)
  const missing = [...new Set(wanted)].filter((name) => !facts.outputs.has(name))
  return { model: withOutputs(model, missing), external }
}

function factsOf(model: Buffer, file: string, dir: string): OnnxFacts {
  try {
    return factsOfOnnx(model)
  } catch (cause) {
    throw problemError('data', 'netModelDamaged', { file }, { where: join(dir, file), cause })
  }
}
