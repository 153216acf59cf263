import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('cpu', 'losses', { steps: 2 })
recipeParityOn('cpu', 'penalties')
recipeParityOn('cpu', 'training', { steps: 2 })
recipeParityOn('cpu', 'augmentations')
