import type { AyniError } from '../../../src/core/errors.ts';
import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import { ErrorText } from './error-text.tsx';
import { uiWords } from './ui-words.ts';
import './problem.css';

/**
 * What went wrong, where something did. What was given up is no problem.
 * @param again tries once more; without it there is no button
 * @param busy it is being tried
 */
export function Problem({
  error,
  again,
  busy = false,
}: {
  readonly error: AyniError | undefined;
  readonly again?: () => void;
  readonly busy?: boolean;
}) {
  const words = useWords(uiWords);
  if (error === undefined || error.code === 'cancelled') return null;
  if (again === undefined) {
    return (
      <p className="problem" role="alert">
        <ErrorText error={error} />
      </p>
    );
  }
  return (
    <div className="problem problem-again">
      <p role="alert">
        <ErrorText error={error} />
      </p>
      <Button busy={busy} onClick={again}>
        {words.tryAgain}
      </Button>
    </div>
  );
}
