/** ln(1 + e^x) without overflow: 0 at -Infinity, Infinity at Infinity. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}
