import type { EngineInfo, EngineName } from '../../contract/engines'

/** An engine that is open: tfjs runs on its backend, with our layer kernels registered. */
export interface OpenEngine {
  readonly name: EngineName
  readonly info: EngineInfo
}

/** Opens an engine in this process; throws a StudioError `engine` that says why it cannot be had. */
export type OpenEngineFunction = (options: { threads: number }) => Promise<OpenEngine>
