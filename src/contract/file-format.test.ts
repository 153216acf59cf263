import { describe, expect, it } from 'vitest'
import { FORMAT_BYTES, formatOf } from './file-format'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

/** The start of a ZIP archive whose first entry has this name, followed by other bytes. */
const zip = (entry: string): Uint8Array =>
  bytes(
    `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(entry.length)}\0\x18\0${entry}FB\x14\0ZZZZ.npy`,
  )

/** A safetensors header of `length` bytes. */
const safetensors = (length: number): Uint8Array => {
  const head = new Uint8Array(8 + length).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true)
  head[8] = 0x7b
  return head
}

describe('the format of a file', () => {
  it.each([
    ['pytorch', 'torch.save', zip('generator/data.pkl')],
    ['pytorch', 'TorchScript', zip('generator/data/0')],
    [
      'pytorch',
      'torch.save before 1.6',
      bytes('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M'),
    ],
    ['pickle', 'protocol 2', bytes('\x80\x02}q\0X\x01\0\0\0aq\x01]')],
    ['pickle', 'protocol 4', bytes('\x80\x04\x95\x14\0\0\0\0\0\0\0}\x94\x8c\x01a')],
    ['pickle', 'protocol 0', bytes('(dp0\nVa\np1\n')],
    ['pickle', 'an OrderedDict, protocol 0', bytes('ccollections\nOrderedDict\np0\n')],
    ['hdf5', 'Keras', bytes('\x89HDF\r\n\x1a\n\0\0\0\0')],
    ['onnx', 'exported by PyTorch', bytes('\x08\x08\x12\x07pytorch\x1a\x05')],
    ['onnx', 'without a producer', bytes('\x08\x0a:\x90\x01')],
    ['npz', 'numpy.savez', zip('w0.npy')],
    ['npy', 'numpy.save', bytes("\x93NUMPY\x01\0v\0{'descr'")],
    ['picture', 'PNG', bytes('\x89PNG\r\n\x1a\n')],
    ['webPage', 'an error page', bytes('\n<!DOCTYPE html><html>')],
    ['lfsPointer', 'an LFS pointer', bytes('version https://git-lfs.github.com/spec/v1\n')],
    ['gzip', 'a compressed file', bytes('\x1f\x8b\x08\0')],
    ['zip', 'another archive', zip('images/a.png')],
    [undefined, 'a text', bytes('no weights')],
    [undefined, 'nothing', bytes('')],
    [undefined, 'an IDX file', bytes('\0\0\x08\x03\0\0\0\x0a\0\0\0\x0c\0\0\0\x0c')],
  ])('is %s: %s', (format, _, file) => {
    expect(formatOf(file)).toBe(format)
    const longer = new Uint8Array(file.length + FORMAT_BYTES).fill(0x7a)
    longer.set(file)
    expect(formatOf(longer)).toBe(format)
  })

  it('is safetensors for a header of any length, whatever format its length resembles', () => {
    // 0x0280 resembles a pickle, 0x120808 an ONNX model, and 0x8b1f a gzip file.
    for (const length of [2, 640, 0x8b1f, 0x12_0808, 4_000_000]) {
      expect(formatOf(safetensors(length))).toBe('safetensors')
    }
  })
})
