import { useWords } from '../i18n/use-words.ts';
import { errorWords } from './error-words.ts';
import { ToldText } from './told-text.tsx';
import './error-text.css';

/** What went wrong: what its code means where that is a frequent one, and the daemon's own sentence. */
export function ErrorText({ error }: { readonly error: { readonly code: string; readonly message: string } }) {
  const words: Readonly<Record<string, string>> = useWords(errorWords);
  const meaning = Object.hasOwn(words, error.code) ? words[error.code] : undefined;
  if (meaning === undefined) return <ToldText text={error.message} />;
  return (
    <span className="error-text">
      {meaning}
      <ToldText className="error-detail" text={error.message} />
    </span>
  );
}
