import { z } from 'zod'
import { lastOf, runCli } from '../run-cli'

/* How long a step takes on this machine, which turns steps into time. */

const benchSchema = z.object({
  bench: z.array(z.object({ name: z.string(), threads: z.number(), medianMs: z.number() })),
})
export interface StepTimes {
  /** Milliseconds per step in this studio. */
  studio: number
  /** In PyTorch with two threads, for the same networks; undefined if python3 does not have it. */
  torch: number | undefined
}

/** PyTorch's fastest on the processors that were tried. */
const TORCH_THREADS = '2'

/** Times a preset's step in alternating rounds; other work on the machine makes it longer. */
export async function timeStep(preset: string, threads: number, home: string): Promise<StepTimes> {
  const events = await runCli([
    ...['bench', '--json', '--model', preset, '--engines', 'tensorflow', '--rounds', '6'],
    ...['--threads', String(threads), '--torch-threads', TORCH_THREADS, '--out', home],
  ])
  const { bench } = lastOf(events, benchSchema)
  const of = (name: string) => bench.find((row) => row.name === name)?.medianMs
  const studio = of('tensorflow')
  if (studio === undefined) throw new Error(`${preset} was not timed`)
  return { studio, torch: of('pytorch') }
}
