import { dcganParityOn } from '../support/dcgan-parity'
import { parityOn } from '../support/parity-suite'

parityOn('tensorflow', 20)
dcganParityOn('tensorflow')
dcganParityOn('tensorflow', 'compiled')
