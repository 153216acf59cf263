import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('cpu', 'losses', { steps: 2 })
recipeParityOn('cpu', 'penalties', { steps: 2 })
recipeParityOn('cpu', 'training', { steps: 2 })
