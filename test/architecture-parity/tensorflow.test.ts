import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('tensorflow', 'layers')
recipeParityOn('tensorflow', 'layers', { mode: 'compiled' })
