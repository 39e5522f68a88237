import { Component, type ReactNode } from 'react';

interface State {
  readonly broken: boolean;
}

/** Keeps a mistake in one page from taking the others along. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode; readonly fallback: ReactNode }, State> {
  override readonly state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
