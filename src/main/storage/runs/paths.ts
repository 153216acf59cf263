import { join } from 'node:path'

/** The folder of all runs in a data folder. */
export function runsDirectory(root: string): string {
  return join(root, 'runs')
}

export function runFile(runDir: string): string {
  return join(runDir, 'run.json')
}

export function metricsFile(runDir: string): string {
  return join(runDir, 'metrics.jsonl')
}

export function activityFile(runDir: string): string {
  return join(runDir, 'activity.jsonl')
}

export function hardwareFile(runDir: string): string {
  return join(runDir, 'hardware.jsonl')
}

/** Holds files moved out of the way, in one folder per time; see set-aside.ts. */
export function setAsideDirectory(runDir: string): string {
  return join(runDir, 'set-aside')
}

export function samplesDirectory(runDir: string): string {
  return join(runDir, 'samples')
}

export function neighboursDirectory(runDir: string): string {
  return join(runDir, 'neighbours')
}

export function evaluationsDirectory(runDir: string): string {
  return join(runDir, 'evaluations')
}

export function checkpointsDirectory(runDir: string): string {
  return join(runDir, 'checkpoints')
}

export function checkpointDirectory(runDir: string, step: number): string {
  return join(checkpointsDirectory(runDir), stepName(step))
}

/** A time in UTC, to the second, for use in names: `20260131-235959`. Names sort by time. */
export const timeName = (time: Date): string =>
  time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')

/** A step as a file or folder name, padded to eight digits so that names sort by step. */
export function stepName(step: number): string {
  return String(step).padStart(8, '0')
}

/** The step of a name made by {@link stepName}; undefined for any other name. */
export function stepOfName(name: string): number | undefined {
  const step = /^\d{8,15}$/.test(name) ? Number(name) : NaN
  return stepName(step) === name ? step : undefined
}
