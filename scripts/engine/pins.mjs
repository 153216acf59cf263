// Downloads allowed on the user's machine. An archive without a checksum here is not downloaded.

export const PACKAGE = '@tensorflow/tfjs-node-gpu'
export const PACKAGE_VERSION = '4.22.0'

const BASE = 'https://storage.googleapis.com'
const PYTHON_FILES = 'https://files.pythonhosted.org/packages'

/**
 * @typedef {{ version: string, url: string, sha256: string }} Archive libtensorflow, from where the
 *   package's own installer downloads it.
 * @type {Record<string, Archive>}
 */
export const ARCHIVES = {
  'linux-x64-cpu': {
    version: '2.9.1-cpu',
    url: `${BASE}/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz`,
    sha256: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
  },
  'linux-x64-gpu': {
    version: '2.9.1-gpu',
    url: `${BASE}/tensorflow/libtensorflow/libtensorflow-gpu-linux-x86_64-2.9.1.tar.gz`,
    sha256: '20c46f761d5905f592c4eac0812e8e50d9cb439f9440a9391912cf4c02ed8be8',
  },
  'linux-arm64-cpu': {
    version: '2.7-cpu',
    url: `${BASE}/tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz`,
    sha256: '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
  },
  'darwin-x64-cpu': {
    version: '2.9.1-cpu',
    url: `${BASE}/tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz`,
    sha256: '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
  },
  'darwin-arm64-cpu': {
    version: '2.7-cpu',
    url: `${BASE}/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`,
    sha256: '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
  },
}

/**
 * The Python package that contains libtensorflow and its headers (CPU only, Linux x86-64). Its
 * index keeps files permanently, in folders named after their BLAKE2b-256 hashes.
 */
export const WHEEL = {
  version: '2.21.0',
  url: `${PYTHON_FILES}/59/03/9a99555a762de8cd4a405efbd39a732d926d8e58791441889560b7675b3e/tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl`,
  requirement: 'tensorflow-cpu==2.21.0',
  tags: ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
  platform: 'manylinux_2_27_x86_64',
  glibc: '2.27',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
}
