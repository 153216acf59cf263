import { afterEach, describe, expect, it } from 'vitest'
import {
  bfloat16Override,
  gpuHasBfloat16,
  machineCan,
  processorHasBfloat16,
} from './bfloat16-hardware'

const cpuinfo = (...flags: string[]): string =>
  flags
    .map(
      (line, i) => `processor\t: ${i}\nmodel name\t: a processor\nflags\t\t: fpu ${line} xsave\n`,
    )
    .join('\n')

describe('a processor', () => {
  it.each<[string, string, boolean]>([
    ['an AMD or Intel processor with AVX-512', cpuinfo('avx512f avx512_bf16', 'avx512_bf16'), true],
    ['an Intel processor with AMX', cpuinfo('avx512f amx_bf16 amx_tile'), true],
    ['a processor with AVX2', cpuinfo('avx2 fma'), false],
    ['a processor with AVX-512 only', cpuinfo('avx512f avx512vl'), false],
    ['a machine where only one processor has it', cpuinfo('avx512_bf16', 'avx2'), false],
    ['a flag that merely contains the name', cpuinfo('not_avx512_bf16x'), false],
    ['a model with the name of a flag', 'model name\t: avx512_bf16\nflags\t\t: fpu\n', false],
    ['a system without the file', '', false],
  ])('%s', (_, text, expected) => {
    expect(processorHasBfloat16(text)).toBe(expected)
  })
})

it.each<[string, boolean]>([
  ['8.0\n', true],
  ['9.0\n9.0\n', true],
  ['7.5\n8.6\n', false],
  ['', false],
  ['No devices were found\n', false],
])('a GPU of capability %j', (text, expected) => {
  expect(gpuHasBfloat16(text)).toBe(expected)
})

describe('GAN_STUDIO_BFLOAT16', () => {
  const before = process.env['GAN_STUDIO_BFLOAT16']
  afterEach(() => {
    if (before === undefined) delete process.env['GAN_STUDIO_BFLOAT16']
    else process.env['GAN_STUDIO_BFLOAT16'] = before
  })

  it('replaces the check of the machine', () => {
    expect(machineCan('always')).toBe(true)
    expect(machineCan('never')).toBe(false)
  })

  it('with any other value is refused by name', () => {
    process.env['GAN_STUDIO_BFLOAT16'] = 'sometimes'
    expect(bfloat16Override).toThrow('GAN_STUDIO_BFLOAT16 is not valid: must be always or never')
  })
})
