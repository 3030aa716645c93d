import { recipeSchema } from './recipe'

/**
 * A recipe that was kept in a file or a project, perhaps by a program that had fewer options: each that is missing gets the
 * value that makes the frames of then. Those are the defaults of now, but for the sample scale.
 */
export const storedRecipeSchema = recipeSchema.extend({
  sampleScale: recipeSchema.shape.sampleScale.unwrap().default('int16'),
})
