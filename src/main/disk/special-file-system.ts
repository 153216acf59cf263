import fs from 'node:fs'

/** Values of `f_type` (linux/magic.h) with the names of their file systems. */
const SPECIAL: ReadonlyMap<number, string> = new Map([
  [0x9fa0, 'proc'],
  [0x62656572, 'sysfs'],
  [0x1cd1, 'devpts'],
  [0x27e0eb, 'cgroup'],
  [0x63677270, 'cgroup2'],
  [0x64626720, 'debugfs'],
  [0x74726163, 'tracefs'],
  [0x73636673, 'securityfs'],
  [0x62656570, 'configfs'],
  [0x6165676c, 'pstore'],
  [0x19800202, 'mqueue'],
  [0x42494e4d, 'binfmt_misc'],
  [0x65735543, 'fusectl'],
  [0xcafe4a11, 'bpf'],
  [0xf97cff8c, 'selinuxfs'],
  [0xde5e81e4, 'efivarfs'],
  [0x6e736673, 'nsfs'],
])

/**
 * The name of a path's file system if Linux generates its files when they are read, such as those
 * in /proc: they may be endless, or reading them may block or have side effects.
 *
 * @returns undefined for ordinary file systems, and on systems other than Linux
 */
export async function specialFileSystem(path: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const { type } = await fs.promises.statfs(path)
  return SPECIAL.get(type >>> 0)
}
