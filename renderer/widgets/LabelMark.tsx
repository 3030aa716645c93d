import { useLabelColors } from '../labelColors'

interface LabelMarkProps {
  /** Null is "unknown" or "no label", drawn gray and hatched. */
  readonly label: string | null
  /** What a null label is called here. */
  readonly nullText?: string
}

/** A label with the patch of color that it has everywhere. */
export function LabelMark({ label, nullText = 'no label' }: LabelMarkProps) {
  const colorOf = useLabelColors()
  return (
    <span className={label === null ? 'label-mark dimmed' : 'label-mark'}>
      <span
        aria-hidden
        className={label === null ? 'patch hatched' : 'patch'}
        style={label === null ? undefined : { background: colorOf(label) }}
      />
      <span className="cut">{label ?? nullText}</span>
    </span>
  )
}
