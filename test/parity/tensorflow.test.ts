import { parityOn } from '../support/parity-suite'

parityOn('tensorflow', 20)
