/* Recognises files of other formats by their first bytes, to say what was opened instead. */

export const FILE_FORMATS = [
  'pytorch',
  'pickle',
  'hdf5',
  'onnx',
  'npz',
  'npy',
  'safetensors',
  'picture',
  'webPage',
  'lfsPointer',
  'gzip',
  'zip',
] as const
export type FileFormat = (typeof FILE_FORMATS)[number]
/** A format that weights are not opened from. */
export type OtherFormat = Exclude<FileFormat, 'safetensors'>

/** As many bytes as {@link formatOf} needs. */
export const FORMAT_BYTES = 512

/** The pickle that `torch.save` wrote before PyTorch 1.6 begins with this magic number. */
const LEGACY_PYTORCH = '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19'
/** Files that every `torch.save` and TorchScript archive has, in a folder named after it. */
const PYTORCH_ENTRY = /^[^/]+\/(?:data\.pkl|data\/\d+|constants\.pkl|code\/|version$|byteorder$|\.)/
/** A header length below 16 MB, and the header's first character. */
const SAFETENSORS = /^[^]{3}\0{5}\{/
/** Pickle's text protocols, 0 and 1. */
const TEXT_PICKLE = /^(?:[}\]]q\0|\([dl]p\d+\n|c[\w.]+\n\w+\n)/
const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|!--)/i
const PICTURE = /^(?:\x89PNG|\xff\xd8\xff|GIF8|BM[^]{4}\0{4}|RIFF[^]{4}WEBP)/
/** Numbers and types of the fields that may follow a model's version. */
const ONNX_FIELDS = '\x12\x1a\x22\x28\x32\x3a\x42'

const starts = (prefix: string) => (head: string) => head.startsWith(prefix)
const tests: readonly [FileFormat, (head: string) => boolean][] = [
  ['safetensors', (head) => SAFETENSORS.test(head)],
  ['pytorch', starts(LEGACY_PYTORCH)],
  ['pickle', (head) => isBinaryPickle(head) || TEXT_PICKLE.test(head)],
  ['hdf5', starts('\x89HDF\r\n\x1a\n')],
  ['npy', starts('\x93NUMPY')],
  ['onnx', isOnnx],
  ['picture', (head) => PICTURE.test(head)],
  ['webPage', (head) => WEB_PAGE.test(head)],
  ['lfsPointer', starts('version https://git-lfs')],
  ['gzip', starts('\x1f\x8b')],
]

/**
 * Recognises a file's format by its first {@link FORMAT_BYTES}, or all bytes of a shorter file.
 *
 * @returns undefined if it is none of those listed
 */
export function formatOf(bytes: Uint8Array): FileFormat | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, FORMAT_BYTES))
  if (head.startsWith('PK\x03\x04')) return archiveFormat(head)
  return tests.find(([, matches]) => matches(head))?.[0]
}

/** Protocols 2 to 5 begin with their number. */
function isBinaryPickle(head: string): boolean {
  const protocol = head.charCodeAt(1)
  return head.startsWith('\x80') && protocol >= 2 && protocol <= 5
}

/** A protobuf message whose first field is the format's version, at least 3. */
function isOnnx(head: string): boolean {
  const version = head.charCodeAt(1)
  const next = head.charAt(2)
  return (
    head.startsWith('\x08') &&
    version >= 3 &&
    version < 32 &&
    next !== '' &&
    ONNX_FIELDS.includes(next)
  )
}

/** The format of a ZIP archive, by the name of its first entry. */
function archiveFormat(head: string): FileFormat {
  const length = head.charCodeAt(26) + 256 * head.charCodeAt(27)
  const entry = head.slice(30, 30 + length)
  if (PYTORCH_ENTRY.test(entry)) return 'pytorch'
  return entry.endsWith('.npy') ? 'npz' : 'zip'
}
