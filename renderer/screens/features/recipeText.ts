import { recipeSchema, type Recipe } from '../../../src/features/recipe'

/** A recipe as the text of a file, as `cepstra recipe` prints it. */
export function recipeText(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`
}

/**
 * Reads a recipe from JSON; options that are left out have their defaults. A document that holds one as its `recipe`,
 * as an exported bank does, will do. What is wrong comes back as a sentence.
 */
export function readRecipe(text: string): { readonly recipe: Recipe } | { readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const inner = typeof value === 'object' && value !== null && 'recipe' in value ? value.recipe : value
  const parsed = recipeSchema.strict().safeParse(inner)
  if (parsed.success) return { recipe: parsed.data }
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  return { problem: `This is no recipe${where}: ${issue?.message ?? ''}.` }
}
