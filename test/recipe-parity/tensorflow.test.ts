import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('tensorflow', 'losses')
recipeParityOn('tensorflow', 'losses', { mode: 'compiled' })
recipeParityOn('tensorflow', 'penalties')
recipeParityOn('tensorflow', 'penalties', { mode: 'compiled' })
recipeParityOn('tensorflow', 'training')
recipeParityOn('tensorflow', 'training', { mode: 'compiled' })
