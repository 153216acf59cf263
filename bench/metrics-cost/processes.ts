import fs from 'node:fs'

/** A process of the program. */
interface ProgramProcess {
  role: 'host' | 'trainer' | 'measuring process'
  pid: number
  /** Resident memory. */
  bytes: number
}

/** The host of a run and the processes that it has started, of which the first trains. */
export function processTree(host: number): ProgramProcess[] {
  const children = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .flatMap((pid) => {
      const stat = statOf(pid)
      if (stat?.parent !== host) return []
      return [{ pid, started: stat.started }]
    })
    .sort((a, b) => a.started - b.started)
  const roles = ['trainer', 'measuring process'] as const
  return [
    { role: 'host' as const, pid: host },
    ...children.slice(0, 2).map(({ pid }, i) => ({ role: roles[i] ?? 'trainer', pid })),
  ].map((one) => ({ ...one, bytes: residentBytes(one.pid) }))
}

/** Processor time of a process so far, in seconds. */
export function processorSeconds(pid: number): number {
  const stat = statOf(pid)
  if (stat === undefined) throw new Error(`process ${pid} has ended`)
  return stat.ticks / TICKS_PER_SECOND
}

/** The unit of times in /proc, on all usual machines. */
const TICKS_PER_SECOND = 100

function statOf(pid: number): { parent: number; ticks: number; started: number } | undefined {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may contain spaces. Field n of proc_pid_stat(5) is at n - 3.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, user = 0, system = 0, started = 0] = [1, 11, 12, 19].map((at) => fields[at])
    return { parent, ticks: user + system, started }
  } catch {
    return undefined
  }
}

function residentBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024
}
