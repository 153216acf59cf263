import { join } from 'node:path'

/** Where the runs are in a data folder. */
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

/** What was moved out of the way, in a folder for each time; see set-aside.ts. */
export function setAsideDirectory(runDir: string): string {
  return join(runDir, 'set-aside')
}

export function samplesDirectory(runDir: string): string {
  return join(runDir, 'samples')
}

export function checkpointsDirectory(runDir: string): string {
  return join(runDir, 'checkpoints')
}

export function checkpointDirectory(runDir: string, step: number): string {
  return join(checkpointsDirectory(runDir), stepName(step))
}

/** A step as the name of a file or folder: eight digits or more, so that names sort as steps do. */
export function stepName(step: number): string {
  return String(step).padStart(8, '0')
}

/** The step of a name that {@link stepName} gave; undefined for any other name. */
export function stepOfName(name: string): number | undefined {
  const step = /^\d{8,15}$/.test(name) ? Number(name) : NaN
  return stepName(step) === name ? step : undefined
}
