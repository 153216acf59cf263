import type { FileFormat, OtherFormat } from '../file-format'

/** File formats by name, to complete "The file is …". */
export const formatNames: Record<FileFormat, string> = {
  pytorch: 'a PyTorch file',
  pickle: 'a Python pickle',
  hdf5: 'an HDF5 file (such as Keras weights)',
  onnx: 'an ONNX model',
  npz: 'a NumPy archive (.npz)',
  npy: 'a NumPy array (.npy)',
  safetensors: 'a safetensors file',
  picture: 'an image',
  webPage: 'a web page',
  lfsPointer: 'a Git LFS pointer',
  gzip: 'a gzip file',
  zip: 'a ZIP archive',
}

const fromSource =
  'Load the weights into a PyTorch generator and save that: ' +
  'from safetensors.torch import save_file; save_file(generator.state_dict(), "generator.safetensors").'
const unpack = 'Unpack it, then try again.'

/** How to get a safetensors file from a file of each format. */
export const asSafetensors: Record<OtherFormat, string> = {
  pytorch:
    'In PyTorch: from safetensors.torch import save_file; ' +
    'save_file(generator.state_dict(), "generator.safetensors").',
  pickle: fromSource,
  hdf5: fromSource,
  onnx: fromSource,
  npz:
    'In Python: import numpy; from safetensors.numpy import save_file; ' +
    'save_file(dict(numpy.load("weights.npz")), "generator.safetensors").',
  npy: 'It has a single array; save all tensors of the generator in one safetensors file.',
  picture: "Choose a generator's weights, such as a checkpoint's generator.safetensors.",
  webPage: 'Download the file again, using a direct link.',
  lfsPointer: 'Run "git lfs pull" in its repository.',
  gzip: unpack,
  zip: unpack,
}
