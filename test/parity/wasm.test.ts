import { dcganParityOn } from '../support/dcgan-parity'
import { parityOn } from '../support/parity-suite'

parityOn('wasm', 20)
dcganParityOn('wasm')
