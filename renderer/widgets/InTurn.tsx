import { Children, useEffect, useState, type ReactNode } from 'react'

/**
 * Brings its children onto the page one after the other, each in a task of its own: many charts at once would hold up the
 * thread that the pointer and the keys are answered on.
 */
export function InTurn({ children }: { readonly children: ReactNode }) {
  const all = Children.toArray(children)
  const [shown, show] = useState(1)
  const waiting = shown < all.length
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => show(shown + 1))
    return () => clearTimeout(timer)
  }, [waiting, shown])
  return <>{all.slice(0, shown)}</>
}
