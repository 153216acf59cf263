import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { networkKey } from '../../scripts/engine/network.mjs'

let home: string

beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'network-'))))
afterEach(() => rmSync(home, { recursive: true }))

const address = (value: string, internal = false) => ({
  ...{ address: value, netmask: '255.0.0.0', mac: '', internal, cidr: null },
  family: 'IPv4' as const,
})
const v6 = (value: string) => ({ ...address(value), family: 'IPv6' as const, scopeid: 0 })
const key = (env: NodeJS.ProcessEnv = {}, interfaces: Parameters<typeof networkKey>[1] = {}) =>
  networkKey(env, { home, interfaces: {}, ...interfaces })

test.each([
  ['PIP_INDEX_URL', 'https://mirror.example/simple'],
  ['PIP_NO_INDEX', '1'],
  ['https_proxy', 'http://proxy.example:3128'],
  ['HTTP_PROXY', 'http://proxy.example:3128'],
  ['NODE_EXTRA_CA_CERTS', '/etc/company.pem'],
  ['SSL_CERT_FILE', '/etc/company.pem'],
])('%s counts, with its value', (name, value) => {
  expect(key({ [name]: value })).not.toBe(key())
  expect(key({ [name]: `${value}x` })).not.toBe(key({ [name]: value }))
})

test('other variables do not count, nor does the order of those that do', () => {
  expect(key({ npm_lifecycle_event: 'start', TERM: 'xterm', PIPESTATUS: '0' })).toBe(key())
  expect(key({ PIP_A: '1', PIP_B: '2' })).toBe(key({ PIP_B: '2', PIP_A: '1' }))
})

test.each(['.config/pip/pip.conf', '.pip/pip.conf', '.npmrc'])(
  'a new or changed %s counts',
  (name) => {
    const before = key()
    const file = join(home, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'one')
    const created = key()
    writeFileSync(file, 'other')
    expect(new Set([before, created, key()]).size).toBe(3)
  },
)

test('files named by the environment count', () => {
  const file = join(home, 'my.conf')
  const before = key({ PIP_CONFIG_FILE: file })
  writeFileSync(file, '[global]')
  expect(key({ PIP_CONFIG_FILE: file })).not.toBe(before)
})

test("another address counts, but not the machine's own nor a temporary IPv6 one", () => {
  const offline = key({}, { interfaces: { lo: [address('127.0.0.1', true)] } })
  expect(offline).toBe(key())
  const online = key({}, { interfaces: { wlan0: [address('192.168.1.7')] } })
  expect(online).not.toBe(offline)
  expect(key({}, { interfaces: { wlan0: [v6('2001:db8::1'), address('192.168.1.7')] } })).toBe(
    online,
  )
})
