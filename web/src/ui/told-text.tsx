import { useTold } from '../i18n/told.ts';
import { visible } from './visible.ts';

/** What the daemon said, in the language of the app where that sentence is known. */
export function ToldText({ text, className }: { readonly text: string; readonly className?: string }) {
  const shown = useTold(text);
  return (
    <span className={className} dir="auto" lang={shown === text ? 'en' : undefined}>
      {visible(shown)}
    </span>
  );
}
