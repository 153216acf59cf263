import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('tensorflow', 'losses')
recipeParityOn('tensorflow', 'losses', { mode: 'compiled' })
