import { Component, type ReactNode } from 'react'
import { ErrorNote } from '../widgets/ErrorNote'

/** Keeps a failing screen from taking the frame with it. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ErrorNote error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
