import type { FileFormat, OtherFormat } from '../../file-format'

/** File formats by name, to complete “文件是…”. */
export const formatNames: Record<FileFormat, string> = {
  pytorch: ' PyTorch 文件',
  pickle: ' Python pickle 文件',
  hdf5: ' HDF5 文件（例如 Keras 权重）',
  onnx: ' ONNX 模型',
  npz: ' NumPy 压缩包（.npz）',
  npy: ' NumPy 数组（.npy）',
  safetensors: ' safetensors 文件',
  picture: '图片',
  webPage: '网页',
  lfsPointer: ' Git LFS 指针',
  gzip: ' gzip 文件',
  zip: ' ZIP 压缩包',
}

const fromSource =
  '请把权重载入 PyTorch 的生成器后保存：' +
  'from safetensors.torch import save_file; save_file(generator.state_dict(), "generator.safetensors")。'
const unpack = '请解压后重试。'

/** How to get a safetensors file from a file of each format. */
export const asSafetensors: Record<OtherFormat, string> = {
  pytorch:
    '在 PyTorch 中：from safetensors.torch import save_file; ' +
    'save_file(generator.state_dict(), "generator.safetensors")。',
  pickle: fromSource,
  hdf5: fromSource,
  onnx: fromSource,
  npz:
    '在 Python 中：import numpy; from safetensors.numpy import save_file; ' +
    'save_file(dict(numpy.load("weights.npz")), "generator.safetensors")。',
  npy: '其中只有一个数组；请把生成器的所有张量存入一个 safetensors 文件。',
  picture: '请选择生成器的权重，例如检查点中的 generator.safetensors。',
  webPage: '请使用直接下载链接重新下载。',
  lfsPointer: '请在其仓库中运行 git lfs pull。',
  gzip: unpack,
  zip: unpack,
}
