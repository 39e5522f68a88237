import { useWords } from '../i18n/use-words.ts';
import { visible } from './visible.ts';
import { errorWords } from './error-words.ts';
import './error-text.css';

/** What went wrong: in the language of the app where its code is a frequent one, and as the daemon said it. */
export function ErrorText({ error }: { readonly error: { readonly code: string; readonly message: string } }) {
  const words: Readonly<Record<string, string>> = useWords(errorWords);
  const told = Object.hasOwn(words, error.code) ? words[error.code] : undefined;
  if (told === undefined) return <span dir="auto">{visible(error.message)}</span>;
  return (
    <span className="error-text">
      {told}
      <span className="error-detail" dir="auto" lang="en">
        {visible(error.message)}
      </span>
    </span>
  );
}
