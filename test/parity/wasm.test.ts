import { parityOn } from '../support/parity-suite'

parityOn('wasm', 20)
