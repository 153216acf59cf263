/** Builds a tar archive of files in a folder; `size` replaces all their sizes, in octal. */
export function tarBytes(
  files: Readonly<Record<string, Uint8Array>>,
  { size }: { size?: string } = {},
): Uint8Array {
  const parts: Uint8Array[] = [header('cifar/', '5', '0')]
  for (const [name, bytes] of Object.entries(files)) {
    parts.push(header(`cifar/${name}`, '0', size ?? bytes.length.toString(8)), bytes)
    parts.push(new Uint8Array((512 - (bytes.length % 512)) % 512))
  }
  return Buffer.concat([...parts, new Uint8Array(1024)])
}

function header(name: string, type: string, size: string): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.padStart(11, '0')}\0`, 124)
  block.write('        ', 148)
  block.write(`${type}\0ustar`.slice(0, 1), 156)
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
