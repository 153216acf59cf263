import { parityOn } from '../support/parity-suite'

parityOn('cpu', 3)
