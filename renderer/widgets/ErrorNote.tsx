import { Button, CopyButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { errorFrom } from './errorFrom'

interface ErrorNoteProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** A failure in words: the engine's own sentence where it has one, else a way to copy the details. */
export function ErrorNote({ error, onRetry }: ErrorNoteProps) {
  const { message, details } = errorFrom(error)
  return (
    <div className="error-note" role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>{message}</span>
      {details && (
        <CopyButton value={details}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy details'}
            </Button>
          )}
        </CopyButton>
      )}
      {onRetry && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
