import { annotated } from '../../contract/annotations'
import { commands, PROTOCOL_VERSION } from '../../contract/api'
import type { CommandName, CommandReply, CommandRequest, ParsedRequest } from '../../contract/api'
import { StudioError } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { NumberedEvent, StudioEvent } from '../../contract/events'
import type { Disconnection, StudioClient } from '../../contract/rpc'
import type { RunSummary } from '../../contract/summary'
import { settingsSchema } from '../../contract/settings'
import type { Preferences } from '../../contract/settings'
import { fakeEngines, fakeMetrics, fakeRun } from './fake-data'
import { FakeDatasets } from './fake-datasets'
import { FakeQueue } from './fake-queue'

type Handler<C extends CommandName> = (
  request: ParsedRequest<C>,
) => CommandReply<C> | Promise<CommandReply<C>>
type Handlers = { [C in CommandName]?: Handler<C> }

/**
 * An in-memory studio that obeys the contract: requests and replies must be valid, events are
 * numbered, and a lost connection fails pending calls. Tests advance its runs with `train`.
 */
export class FakeClient implements StudioClient {
  readonly runs = new Map<string, RunSummary>()
  /** By entry. */
  readonly trash = new Map<string, RunSummary>()
  readonly datasets = new FakeDatasets((event) => this.emit(event))
  readonly queue = new FakeQueue((event) => this.emit(event))
  /** The commands received, in order. */
  readonly calls: { command: CommandName; request: unknown }[] = []
  /** Handlers that replace the built-in ones, for failures and delays. */
  override: Handlers = {}
  preferences: Preferences = { settings: settingsSchema.parse({}), presets: [] }
  broken: CommandReply<'runs.list'>['broken'] = []
  sequence = 0
  instance = 'first'
  connected = false

  private readonly eventHandlers = new Set<(numbered: NumberedEvent) => void>()
  private readonly connectionHandlers = new Set<(state: 'connected' | Disconnection) => void>()
  private readonly failPending = new Set<(error: Error) => void>()
  private created = 0

  onEvent(handle: (numbered: NumberedEvent) => void): void {
    this.eventHandlers.add(handle)
  }

  onConnection(handle: (state: 'connected' | Disconnection) => void): void {
    this.connectionHandlers.add(handle)
  }

  private added(run: RunSummary): RunSummary {
    this.runs.set(run.id, run)
    this.emit({ type: 'run', run })
    return run
  }

  connect(): void {
    this.connected = true
    for (const handle of this.connectionHandlers) handle('connected')
  }

  disconnect(why: Disconnection = 'lost'): void {
    this.connected = false
    const error = new StudioError('internal', 'the connection to GAN Studio was lost')
    for (const fail of this.failPending) fail(error)
    for (const handle of this.connectionHandlers) handle(why)
  }

  /** Restarts the host: live runs are interrupted, without an event. */
  restart(): void {
    this.disconnect()
    this.instance = `${this.instance} again`
    this.sequence = 0
    for (const [id, run] of this.runs) {
      if (run.state !== 'running' && run.state !== 'paused') continue
      this.runs.set(id, { ...run, state: 'interrupted', stepsPerSecond: null })
    }
    this.connect()
  }

  /** Sends an event to the page; while the connection is lost, the event is missed. */
  emit(event: StudioEvent): void {
    const numbered = { sequence: ++this.sequence, event }
    if (this.connected) for (const handle of this.eventHandlers) handle(numbered)
  }

  async call<C extends CommandName>(
    command: C,
    request: CommandRequest<C>,
  ): Promise<CommandReply<C>> {
    const connectionLost = new Promise<never>((_, reject) => this.failPending.add(reject))
    // Fails for reactive proxies, which cannot be sent to a host.
    const sent: unknown = structuredClone(request)
    return Promise.race([connectionLost, this.answer(command, sent)])
  }

  /** Starts training a created run. */
  begin(id: string): void {
    this.change(id, { state: 'running', starting: null })
  }

  /** Fails the start of a created run. */
  failStart(id: string, error: ErrorReport): void {
    this.runs.delete(id)
    this.emit({ type: 'runRemoved', id })
    this.emit({ type: 'startFailed', id, error })
  }

  /** Trains a running run for some steps and emits their metrics as the host would. */
  train(id: string, steps: number): void {
    const run = this.find(id)
    const perEpoch = run.stepsPerEpoch ?? 1
    const points = Array.from({ length: steps }, (_, i) => fakeMetrics(run.step + i + 1, perEpoch))
    const live = { stepsPerSecond: 25, trainedSeconds: (run.step + steps) / 25 }
    const latest = points.at(-1) ?? run.latest
    this.runs.set(id, { ...run, ...live, step: run.step + steps, latest })
    this.emit({ type: 'metrics', id, points, ...live })
  }

  private async answer<C extends CommandName>(command: C, raw: unknown): Promise<CommandReply<C>> {
    this.calls.push({ command, request: raw })
    const request = commands[command].request.parse(raw) as ParsedRequest<C>
    const handler = (this.override[command] ?? this.handlers[command]) as Handler<C> | undefined
    if (handler === undefined) throw new Error(`the fake studio does not answer ${command}`)
    return commands[command].reply.parse(await handler(request)) as CommandReply<C>
  }

  private emitPresets(): CommandReply<'presets.save'> {
    const { presets } = this.preferences
    this.emit({ type: 'presets', presets })
    return { presets }
  }

  private find(id: string): RunSummary {
    const run = this.runs.get(id)
    if (run === undefined) throw new StudioError('usage', `There is no run "${id}"`)
    return run
  }

  private change(id: string, change: Partial<RunSummary>): RunSummary {
    const run = { ...this.find(id), ...change }
    this.runs.set(id, run)
    this.emit({ type: 'run', run })
    return run
  }

  private setState(id: string, state: RunSummary['state']): { step: number } {
    return { step: this.change(id, { state }).step }
  }

  private readonly handlers: Handlers = {
    hello: () => ({
      protocol: PROTOCOL_VERSION,
      version: '0.1.0',
      host: 'web',
      instance: this.instance,
      sequence: this.sequence,
      settings: this.preferences.settings,
      presets: this.preferences.presets,
      dataFolder: '/home/someone/gan-studio',
    }),
    ...this.queue.handlers,
    'queue.addRun': ({ name, config }) => {
      const id = `run-${++this.created}`
      const run = this.added(fakeRun(id, { name, config, state: 'queued', step: 0 }))
      this.queue.handlers['queue.add']({ run: run.id, options: {} })
      return run
    },
    'runs.list': () => ({ runs: [...this.runs.values()], broken: this.broken }),
    'runs.train': ({ name, config, answer }) => {
      const id = `run-${++this.created}`
      const startState =
        answer === 'created'
          ? ({ state: 'created', starting: 'engine' } as const)
          : ({ state: 'running' } as const)
      return this.added(fakeRun(id, { name, config, ...startState, step: 0, latest: null }))
    },
    'runs.annotate': ({ id, change }) =>
      this.change(id, { annotations: annotated(this.find(id).annotations, change) }),
    'runs.rename': ({ id, name }) => this.change(id, { name }),
    'runs.pause': ({ id }) => this.setState(id, 'paused'),
    'runs.continue': ({ id }) => this.setState(id, 'running'),
    'runs.stop': ({ id }) => this.setState(id, 'stopped'),
    'runs.end': ({ id }) => this.setState(id, 'interrupted'),
    'runs.resume': ({ id }) =>
      this.change(id, { state: 'running', changedAt: new Date().toISOString() }),
    'runs.delete': ({ id }) => {
      const entry = `${this.sequence}-${id}`
      this.trash.set(entry, this.find(id))
      this.runs.delete(id)
      this.emit({ type: 'runRemoved', id })
      return { entry }
    },
    'runs.restore': ({ entry }) => {
      const run = this.trash.get(entry)
      if (run === undefined) throw new StudioError('usage', `"${entry}" is not in the trash`)
      this.trash.delete(entry)
      return this.added(run)
    },
    'runs.deleted': () => ({
      runs: [...this.trash].map(([entry, { id, name, bytes }]) => {
        return { entry, id, name, bytes, deletedAt: '2026-01-03T03:04:05.000Z' }
      }),
    }),
    'runs.purge': ({ entry }) => {
      this.trash.delete(entry)
      return {}
    },
    ...this.datasets.handlers,
    'engines.list': () => ({
      engines: fakeEngines,
      measurement: null,
      bfloat16: true,
      automatic: true,
    }),
    estimate: ({ config }) => {
      const { batchSize, epochs } = config.hyperparameters
      const stepsPerEpoch = Math.ceil(60_000 / batchSize)
      return {
        generatorParameters: 1_493_520,
        discriminatorParameters: 533_505,
        stepsPerEpoch,
        totalSteps: stepsPerEpoch * epochs,
        samples: 1 + Math.ceil((stepsPerEpoch * epochs) / config.hyperparameters.sampleInterval),
        needs: {
          memory: { bytes: 650e6, available: 8e9 },
          disk: { bytes: 150e6, available: null },
          refusals: [],
          warnings: [],
        },
        secondsPerStep: config.engine === 'cpu' ? null : 0.04,
      }
    },
    'estimate.measure': () => ({ secondsPerStep: 0.5 }),
    'settings.set': (change) => {
      const settings = { ...this.preferences.settings, ...change }
      this.preferences = { ...this.preferences, settings: settingsSchema.parse(settings) }
      this.emit({ type: 'settings', settings: this.preferences.settings })
      return this.preferences.settings
    },
    'presets.save': (preset) => {
      const others = this.preferences.presets.filter(({ name }) => name !== preset.name)
      this.preferences.presets = [...others, preset]
      return this.emitPresets()
    },
    'presets.delete': ({ name }) => {
      this.preferences.presets = this.preferences.presets.filter((other) => other.name !== name)
      return this.emitPresets()
    },
  }
}
