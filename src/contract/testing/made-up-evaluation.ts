import type { Evaluation } from '../evaluations/evaluation'

const hex = (digit: string): string => digit.repeat(64)

/** An evaluation of a checkpoint, as stored and as sent to pages. */
export const madeUpEvaluation = (changes: Partial<Evaluation> = {}): Evaluation => ({
  ...{ schemaVersion: 1, step: 500, checkpoint: hex('a'), weightsSha256: hex('b') },
  ...{ weights: 'ema', pass: 'full' },
  protocol: {
    net: { id: 'pixels', title: 'Pixels', sha256: hex('c'), weak: true },
    dataset: { name: 'tiny', fingerprint: hex('d') },
    ...{ split: 'heldOut', realCount: 100, generatedCount: 80, seed: 1 },
    engine: { name: 'wasm', version: '4.22.0' },
  },
  results: [{ key: 'fid', value: 12.5, details: { means: 1 }, protocol: { features: 8 } }],
  ...{ skipped: [], floor: null, measuredAt: '2026-11-30T10:00:00.000Z', seconds: 3 },
  ...changes,
})
