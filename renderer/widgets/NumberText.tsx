interface NumberTextProps {
  readonly value: number | null
  /** Digits after the point. */
  readonly digits?: number
  readonly unit?: string
}

/** A number rounded to what it means, in tabular digits; the full value on hover and on copy. */
export function NumberText({ value, digits = 2, unit }: NumberTextProps) {
  if (value === null || Number.isNaN(value)) return <span className="number dimmed">–</span>
  const full = unit ? `${value} ${unit}` : String(value)
  const copyFull = (event: React.ClipboardEvent): void => {
    event.clipboardData.setData('text/plain', String(value))
    event.preventDefault()
  }
  return (
    <span className="number" title={full} onCopy={copyFull}>
      {value.toFixed(digits).replace('-', '−')}
      {unit && <span className="unit"> {unit}</span>}
    </span>
  )
}
