import { dcganParityOn } from '../support/dcgan-parity'
import { parityOn } from '../support/parity-suite'

parityOn('cpu', 3)
dcganParityOn('cpu')
