import { InvalidArgumentError } from 'commander'

/** The smallest and the largest number that fit, null where there is no limit; a number of the contract has both. */
export interface NumberRange {
  readonly minValue: number | null
  readonly maxValue: number | null
}

/** Makes what reads an option's value as a whole number within the range. */
export function wholeNumber({ minValue, maxValue }: NumberRange): (text: string) => number {
  const least = minValue ?? 0
  const most = maxValue ?? Number.MAX_SAFE_INTEGER
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
      const upTo = most === Number.MAX_SAFE_INTEGER ? ' up' : ` to ${most}`
      throw new InvalidArgumentError(`A whole number from ${least}${upTo} is needed.`)
    }
    return value
  }
}
