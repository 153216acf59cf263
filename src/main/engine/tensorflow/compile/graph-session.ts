import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TensorflowBinding, TensorMetadata } from '../binding'
import { encodeSavedModel } from './graph-def'
import type { GraphNode } from './graph-def'
import { ownFolderPrefix, sweepLeftovers } from './leftovers'

/** A graph loaded into TensorFlow, with its own variables. */
export interface GraphSession {
  /** Feeds tensors by name and fetches outputs; the caller owns both and deletes them. */
  run(feeds: ReadonlyMap<string, number>, fetches: readonly string[]): TensorMetadata[]
  dispose(): void
}

/**
 * Loads a graph through a SavedModel in a temporary folder, which is the only way the addon offers.
 * The folder is removed before this returns; if the process is killed before that, the next call
 * removes it.
 */
export function openGraphSession(
  binding: TensorflowBinding,
  nodes: readonly GraphNode[],
): GraphSession {
  sweepLeftovers()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), ownFolderPrefix()))
  let session: number
  try {
    fs.writeFileSync(path.join(folder, 'saved_model.pb'), encodeSavedModel(nodes))
    session = binding.loadSavedModel(folder, 'serve')
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return {
    run: (feeds, fetches) =>
      binding.runSavedModel(
        session,
        [...feeds.values()],
        [...feeds.keys()].join(','),
        fetches.join(','),
      ),
    dispose: () => binding.deleteSavedModel(session),
  }
}
