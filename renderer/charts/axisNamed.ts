/** The name of an axis, with its unit, at the middle of it; all else about an axis comes from the page's theme. */
export function axisNamed(name: string): { name: string; nameLocation: 'middle' } {
  return { name, nameLocation: 'middle' }
}
