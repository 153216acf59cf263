import { isDeepStrictEqual } from 'node:util'
import { measuredFid, measuredFids } from '../../../contract/evaluations/best-checkpoint'
import type { MeasuredFid } from '../../../contract/evaluations/best-checkpoint'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { listEvaluations } from '../../storage/evaluations/evaluations'

/** The FIDs of a run's checkpoints, kept up to date while it trains. */
export class RunFids {
  constructor(
    private known: readonly MeasuredFid[] = [],
    /** Steps with an evaluation that cannot be read: any of them may be the best. */
    readonly unread: ReadonlySet<number> = new Set(),
  ) {}

  /** @throws StudioError `storage` */
  static async of(dir: string): Promise<RunFids> {
    const { evaluations, unread } = await listEvaluations(dir)
    return new RunFids(measuredFids(evaluations), new Set(unread))
  }

  get list(): readonly MeasuredFid[] {
    return this.known
  }

  /**
   * Adds an evaluation, or replaces the one of the same checkpoint and protocol.
   *
   * @returns false if that changes nothing
   */
  add(evaluation: Evaluation): boolean {
    const added = measuredFid(evaluation)
    if (added === null) return false
    const isSame = ({ step, protocol }: MeasuredFid): boolean =>
      step === added.step && protocol === added.protocol
    const known = this.known.find(isSame)
    if (known !== undefined && isDeepStrictEqual(known, added)) return false
    this.known = [...this.known.filter((one) => !isSame(one)), added]
    return true
  }
}
