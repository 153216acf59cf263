import type { Command } from 'commander'
import { architectureNamed, architectures } from '../../contract/architectures/architectures'
import type { Architecture } from '../../contract/architectures/architecture'
import { layerTable } from '../../contract/architectures/layer-table'
import { networksOf } from '../../contract/architectures/networks-of'
import { settingsOf } from '../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../contract/architectures/own-networks'
import type { Shape } from '../../contract/architectures/shapes'
import type { NetworkRole } from '../../contract/architectures/spec'
import { parameterCounts } from '../../contract/architectures/state'
import { counted, grouped } from '../../contract/counted'
import { StudioError } from '../../contract/errors'
import { hyperparameterSet } from '../../contract/hyperparameters'
import { conditioning } from '../../contract/recipe/conditioning'
import { model } from '../../contract/recipe/model'
import { readArchitectureFile } from '../storage/files/architecture-file'
import type { CommandContext } from './context'
import { addHyperparameterFlags, withFlags } from './hyperparameter-flags'
import { formatTable } from './table'

/** The hyperparameters that determine the layers of built-in architectures. */
const { architecture: _given, ...sizes } = model
const { classifierWeight: _loss, ...labels } = conditioning
const shaping = { entries: { ...sizes, ...labels } }

export function addArchitecturesCommand(program: Command, { output }: CommandContext): void {
  const command = program
    .command('architectures')
    .description('list the architectures, print one as a file, or check an architecture file')
    .action(() => {
      const all = Object.entries<Architecture>(architectures)
      output().result(
        all.map(([name, { label, meaning }]) => `${name}: ${label.en}. ${meaning.en}`),
        { architectures: all.map(([name, { label, meaning }]) => ({ name, label, meaning })) },
      )
    })
  const show = command
    .command('show')
    .description('print a built-in architecture as an architecture file to start from')
    .argument('<name>', Object.keys(architectures).join(', '))
  addHyperparameterFlags(show, shaping)
  show.action((name: string, options: Readonly<Record<string, unknown>>) => {
    const file = { name, ...specsOf(name, options) }
    output().result(JSON.stringify(file, null, 2).split('\n'), file)
  })
  command
    .command('check')
    .description(
      'check an architecture file, and list its layers with output shapes and parameters',
    )
    .argument('<file>', 'see docs/architectures.md')
    .action(async (file: string) => {
      const networks = await readArchitectureFile(file)
      output().result(linesAbout(networks), checked(networks))
    })
}

/**
 * @throws StudioError `usage` if there is no such architecture, or it does not support a setting
 */
function specsOf(name: string, options: Readonly<Record<string, unknown>>) {
  const { defaults } = hyperparameterSet
  if (architectureNamed(name) === undefined) {
    throw new StudioError('usage', `there is no built-in architecture "${name}"`, {
      remedy: `Architectures: ${Object.keys(architectures).join(', ')}.`,
    })
  }
  const architecture = name as keyof typeof architectures
  return networksOf(withFlags(hyperparameterSet, { ...defaults, architecture }, options))
}

const roles: readonly NetworkRole[] = ['generator', 'discriminator']

const shapeText = (shape: Shape): string =>
  shape.type === 'vector'
    ? grouped(shape.features)
    : `${shape.channels} x ${shape.size} x ${shape.size}`

const indented = (layer: string): string => `${'  '.repeat(layer.split('.').length >> 1)}${layer}`

function linesAbout(networks: OwnNetworks): string[] {
  const counts = parameterCounts(networks)
  const tables = roles.flatMap((role) => {
    const rows = layerTable(networks[role]).map(({ layer, type, output, parameters }) => [
      ...[indented(layer), type, shapeText(output)],
      parameters === 0 ? '-' : grouped(parameters),
    ])
    const heading = ['  layer', 'type', 'output', 'parameters']
    const listed = rows.map(([layer = '', ...rest]) => [`  ${layer}`, ...rest])
    return [`${role}: ${counted(counts[role], 'parameter')}`, ...formatTable([heading, ...listed])]
  })
  return [...(networks.name === undefined ? [] : [networks.name]), ...tables]
}

function checked(networks: OwnNetworks): object {
  const counts = parameterCounts(networks)
  const about = roles.map((role) => [
    role,
    { parameters: counts[role], layers: layerTable(networks[role]) },
  ])
  const { architecture: _same, ...settings } = settingsOf(networks)
  return { name: networks.name, ...settings, ...(Object.fromEntries(about) as object) }
}
