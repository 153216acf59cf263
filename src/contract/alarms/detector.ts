import type { Evaluation } from '../evaluations/evaluation'
import type { Metrics } from '../metrics/record'
import type { Notice } from '../notices'
import type { Loss } from '../recipe/losses/loss'
import type { Variety } from './variety'

/** Something that a run in training records. */
export type TrainingRecord =
  /** Consecutive steps, {@link BLOCK} of them except at the end of a session. */
  | { type: 'steps'; points: readonly Metrics[] }
  | { type: 'grid'; step: number; variety: Variety }
  | { type: 'evaluation'; step: number; evaluation: Evaluation }

/** The number of steps that are judged together, since values of single steps may spike. */
export const BLOCK = 50

/** The properties of a run that a detector needs. */
export interface WatchedRun {
  loss: Loss
  /**
   * D's lowest possible loss, reached if it is certain about every image; undefined if the loss has
   * no lower limit.
   */
  lowestLossD: number | undefined
  /** Values per image. */
  imageValues: number
}

/** The judgement of a record. */
export type Reading =
  | { bad: false }
  /** A description of what is wrong, and what to do. */
  | { bad: true; what: Notice }

/** Recognises one way in which training fails. */
export interface Detector {
  /** Stored in runs; its meaning must never change once released. */
  kind: string
  /**
   * The number of consecutive records that must look bad to raise the alarm, and good to end it.
   */
  patience: number
  /**
   * The number that is enough to raise the alarm at the end of training, when no more records
   * follow.
   */
  patienceAtEnd: number
  /** Begins to watch a run, whose records must be passed in order. */
  watch(run: WatchedRun): Judge
}

/** Judges a record; undefined if it says nothing about this failure. */
export type Judge = (record: TrainingRecord) => Reading | undefined

export const good: Reading = { bad: false }
