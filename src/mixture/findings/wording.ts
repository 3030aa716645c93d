/** "Component 3", "Components 1 and 4", "Components 1, 2, 3, 4, 5 and 7 more"; indices are counted from 0, names from 1. */
export function named(noun: string, indices: readonly number[]): string {
  const numbers = indices.slice(0, 5).map((index) => index + 1)
  if (indices.length === 1) return `${noun} ${numbers[0]}`
  const more = indices.length - numbers.length
  return more > 0
    ? `${noun}s ${numbers.join(', ')} and ${more} more`
    : `${noun}s ${numbers.slice(0, -1).join(', ')} and ${numbers[numbers.length - 1]}`
}

/** "1 component", "3 components"; a number that is not whole gets a digit behind the point. */
export function counted(count: number, noun: string): string {
  return `${Number.isInteger(count) ? count : count.toFixed(1)} ${noun}${count === 1 ? '' : 's'}`
}

/** What to try, as a sentence: "A.", "A, or b.", "A, b, or c." */
export function alternatives(choices: readonly string[]): string {
  const last = choices[choices.length - 1]
  return choices.length === 1 ? `${last}.` : `${choices.slice(0, -1).join(', ')}, or ${last}.`
}
