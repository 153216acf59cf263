import { expect, it } from 'vitest'
import { runLabels } from './run-labels'

const run = (id: string, name: string, createdAt: string) => ({ id, name, createdAt })
const minutes = (at: string) => at.slice(0, 16)

it('tells runs of the same name apart, by time and if needed by id, and adds nothing to others', () => {
  const runs = [
    run('a', 'Digits', '2026-01-02T03:04:05Z'),
    run('b', 'Faces', '2026-01-02T03:04:05Z'),
    run('c', 'Digits', '2026-01-03T03:04:05Z'),
    run('d', 'Digits', '2026-01-03T03:04:59Z'),
  ]
  const labels = runLabels(runs, minutes)
  expect(labels).toEqual([
    'Digits · 2026-01-02T03:04',
    'Faces',
    'Digits · 2026-01-03T03:04 · c',
    'Digits · 2026-01-03T03:04 · d',
  ])
  expect(new Set(labels).size).toBe(runs.length)
})
