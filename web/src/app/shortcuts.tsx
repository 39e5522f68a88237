import { useWords } from '../i18n/use-words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { appWords } from './app-words.ts';
import type { Page } from './pages.ts';

/** What the keyboard does here. */
export function Shortcuts({ pages, onClose }: { readonly pages: readonly Page[]; readonly onClose: () => void }) {
  const words = useWords(appWords);
  const keys: readonly (readonly [pressed: readonly string[], meaning: string])[] = [
    [['/'], words.searchKey],
    ...pages.map(({ key, name }) => [['g', key], words.goTo(words[name])] as const),
    [['?'], words.helpKey],
  ];
  return (
    <Dialog title={words.shortcuts} onClose={onClose}>
      <dl className="shortcuts">
        {keys.map(([pressed, meaning]) => (
          <div key={meaning} className="row">
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
