import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const MODEL = 'src/main/metrics/nets/models/fixtures/net.onnx'

/** Writes the folder of a feature net with a tiny ONNX model. @returns the folder */
export function writeOnnxNet(dir: string): string {
  const model = fs.readFileSync(MODEL)
  const sha256 = createHash('sha256').update(model).digest('hex')
  const document = {
    ...{ schemaVersion: 1, id: 'tiny', title: 'Tiny convolutions', format: 'onnx' },
    input: { size: 6, channels: 3, takes: 'any' },
    files: { 'model.onnx': { bytes: model.length, sha256 } },
    outputs: { features: 'features' },
  }
  fs.mkdirSync(dir)
  fs.writeFileSync(path.join(dir, 'model.onnx'), model)
  fs.writeFileSync(path.join(dir, 'feature-net.json'), JSON.stringify(document))
  return dir
}
