import type { ReactNode } from 'react'
import { Text, Title } from '@mantine/core'

interface EmptyStateProps {
  readonly title: string
  /** What to do next. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What an empty screen or panel says: why it is empty and what would fill it. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Title order={2}>{title}</Title>
      {children && (
        <Text size="md" c="dimmed" maw={460} component="div">
          {children}
        </Text>
      )}
      {actions && <div className="empty-actions">{actions}</div>}
    </div>
  )
}
