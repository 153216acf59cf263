import type { Alarm } from '../../../contract/alarms/alarm'
import { AlarmMonitor } from '../../../contract/alarms/monitor'
import { alarmsIn, verdictOf, withAlarm, withoutRemedy } from '../../../contract/alarms/of-run'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { Run } from '../../../contract/run'
import type { TrainerEvent } from '../../../contract/trainer'

export interface SessionAlarmsParts {
  /** Stores all alarms of the session. */
  store(alarms: readonly Alarm[]): Promise<void>
  /** Called when an alarm begins or ends, once it is stored. */
  changed(alarm: Alarm): void
}

/** Watches one session for signs that training goes wrong. */
export class SessionAlarms {
  private monitor: AlarmMonitor | undefined
  /** Events from before the session was recorded. */
  private readonly early: TrainerEvent[] = []
  private earlier: readonly Alarm[] = []
  private own: readonly Alarm[] = []
  private storing: Promise<void> = Promise.resolve()

  constructor(private readonly parts: SessionAlarmsParts) {}

  /** Begins once the session is recorded in the run. */
  begin({ config, sessions }: Run): void {
    this.earlier = alarmsIn(sessions)
    this.monitor = new AlarmMonitor(config.hyperparameters, this.earlier)
    for (const event of this.early.splice(0)) this.onEvent(event)
  }

  onEvent(event: TrainerEvent): void {
    const { monitor } = this
    if (monitor === undefined) return void this.early.push(event)
    if (event.type === 'metrics') this.note(monitor.trained(event.points))
    if (event.type === 'sample' && event.variety !== undefined) {
      this.note(monitor.drawn(event.step, event.variety))
    }
  }

  /** Judges an evaluation of the run's images; also called after training has ended. */
  evaluated(evaluation: Evaluation): void {
    this.note(this.monitor?.evaluated(evaluation) ?? [])
  }

  /** Judges a run that has completed all its steps. @returns a warning about the result */
  conclude(step: number): Notice | undefined {
    this.note(this.monitor?.conclude(step) ?? [])
    return verdictOf(step, this.all)
  }

  /** Waits until all alarms are stored. */
  async stored(): Promise<void> {
    await this.storing
  }

  private get all(): Alarm[] {
    return this.own.reduce(withAlarm, [...this.earlier])
  }

  private note(changes: readonly Alarm[]): void {
    for (const alarm of changes) {
      this.own = withAlarm(this.own, alarm)
      const { own } = this
      this.storing = this.storing
        .then(() => this.parts.store(own))
        // Ignored here: the end of the session is recorded in the same file, which reports the
        // failure.
        .catch(() => undefined)
        .then(() => this.parts.changed(alarm))
    }
  }
}

/** The arguments of the activity's entry for an alarm that begins or ends. */
export function alarmEntry({
  since,
  found,
  until,
  what,
}: Alarm): ['warning' | 'note', number, Notice] {
  if (until === undefined) return ['warning', found, what]
  return [
    'note',
    until,
    notice('alarmEnded', { began: since, step: until, why: withoutRemedy(what) }),
  ]
}
