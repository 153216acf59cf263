import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { explain } from '../../../contract/notices'
import { StudioError } from '../../../contract/errors'
import { safetensorsParts } from '../files/safetensors'
import { f32 } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { readGeneratorSource } from './generator-source'

function fileOf(name: string, bytes: Buffer): string {
  const file = path.join(tempDir(), name)
  fs.writeFileSync(file, bytes)
  return file
}

async function refusalOf(file: string): Promise<StudioError> {
  const error: unknown = await readGeneratorSource(file).catch((error: unknown) => error)
  if (error instanceof StudioError) return error
  throw new Error(`${file} was not refused`)
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const zip = (entry: string) =>
  latin(`PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(entry.length)}\0\0\0${entry}`)

describe('weights of another format', () => {
  it.each([
    ['model.pt', zip('model/data.pkl'), 'a PyTorch file', 'save_file(generator.state_dict()'],
    ['model.pth', latin('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.'), 'a PyTorch file', 'save_file'],
    ['model.pkl', latin('\x80\x04\x95\x14\0\0\0\0\0\0\0}'), 'a Python pickle', 'PyTorch generator'],
    ['model.h5', latin('\x89HDF\r\n\x1a\n'), 'an HDF5 file', 'PyTorch generator'],
    ['model.onnx', latin('\x08\x08\x12\x07pytorch'), 'an ONNX model', 'PyTorch generator'],
    ['model.npz', zip('w.npy'), 'a NumPy archive', 'safetensors.numpy'],
    ['model.bin', latin('version https://git-lfs.github.com/spec/v1\n'), 'Git LFS', 'git lfs pull'],
  ])('is named, with a remedy: %s', async (name, bytes, is, remedy) => {
    for (const given of [name, 'model.safetensors']) {
      const file = fileOf(given, Buffer.concat([bytes, Buffer.alloc(600, 0x7a)]))
      const error = await refusalOf(file)
      expect(error).toMatchObject({ code: 'checkpoint', where: file })
      expect(error.message).toContain(`is ${is.startsWith('a') ? is : `a ${is}`}`)
      expect(error.message).toContain('not safetensors')
      expect(error.remedy).toContain(remedy)
      const chinese = explain(error, 'zh-CN')
      expect(chinese.message).toMatch(/^文件是.*不是 safetensors$/)
      expect(chinese.remedy).toContain('只能打开 .safetensors 文件')
    }
  })

  it('is read as far as needed only, and a pipe is never waited for', async () => {
    const large = fileOf('large.pt', zip('large/data.pkl'))
    fs.truncateSync(large, 2 ** 40)
    expect((await refusalOf(large)).message).toContain('a PyTorch file')
    const pipe = path.join(tempDir(), 'pipe.pt')
    execFileSync('mkfifo', [pipe])
    expect((await refusalOf(pipe)).message).toContain('a named pipe')
  })

  it('that is unknown is refused by its name', async () => {
    expect((await refusalOf(fileOf('model.txt', latin('no weights')))).message).toContain(
      'safetensors',
    )
  })

  it('opens under any name if it is safetensors', async () => {
    const bytes = Buffer.concat(safetensorsParts(new Map([['a', f32([1], [2])]])))
    const { generator } = await readGeneratorSource(fileOf('weights.st', bytes))
    expect([...generator.keys()]).toEqual(['a'])
  })
})
