/*
 * Readers of zip files change or refuse some names: a backslash counts as a folder separator, a drive
 * letter as an absolute path, and names that differ only in their Unicode form as the same.
 */

const DRIVE = /^([a-z]):/i

const safe = (path: string): string =>
  path.normalize('NFC').replaceAll('\\', '_').replace(DRIVE, '$1_')

/**
 * Names in a zip file for the files of a folder, all different: each file's path, if readers leave
 * it as it is. A name that is already taken gets a number before its extension.
 *
 * @param paths relative to the folder, with slashes
 * @returns names in the same order
 */
export function zipNames(paths: readonly string[]): string[] {
  // Files keep a name that is safe already, since a labels file may contain it.
  const used = new Set(paths.filter((path) => safe(path) === path))
  const own = new Set(used)
  return paths.map((path) => {
    if (own.delete(path)) return path
    const name = freeName(safe(path), used)
    used.add(name)
    return name
  })
}

function freeName(name: string, used: ReadonlySet<string>): string {
  if (!used.has(name)) return name
  const file = name.lastIndexOf('/') + 1
  const dot = name.lastIndexOf('.')
  const end = dot > file ? dot : name.length
  for (let number = 2; ; number++) {
    const other = `${name.slice(0, end)} (${number})${name.slice(end)}`
    if (!used.has(other)) return other
  }
}
