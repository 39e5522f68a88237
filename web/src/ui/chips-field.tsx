import { useId, type ReactNode } from 'react';

import { MAX_LABEL } from '../../../src/wire/tracker/limits.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { PeerName } from './names.tsx';
import './chips-field.css';
import './field.css';

export interface Chip {
  readonly id: string;
  readonly name: string;
}

/** Names that are chosen one at a time: a field for the next one, and the others below it, each to be taken out again. */
export function ChipsField(props: {
  readonly label: string;
  /** On the button beside the field. */
  readonly addLabel: string;
  readonly removeLabel: (name: string) => string;
  readonly chips: readonly Chip[];
  /** How many there can be. */
  readonly most: number;
  readonly maxLength: number;
  readonly typed: string;
  /** What is wrong with what is typed. */
  readonly wrong?: string | undefined;
  /** Options that the field offers. */
  readonly offered?: ReactNode;
  readonly type: (text: string) => void;
  readonly add: () => void;
  readonly remove: (id: string) => void;
}) {
  const { label, chips, typed, wrong, offered } = props;
  const id = useId();
  const isFull = chips.length >= props.most;
  const mayAdd = !isFull && typed.trim() !== '';
  return (
    <div className="chips-field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <div className="chips-entry">
        <input
          id={id}
          type="text"
          className="field-input"
          autoComplete="off"
          spellCheck={false}
          maxLength={props.maxLength}
          disabled={isFull}
          value={typed}
          aria-invalid={wrong !== undefined}
          {...(offered === undefined ? {} : { list: `${id}-offered` })}
          {...(wrong === undefined ? {} : { 'aria-describedby': `${id}-wrong` })}
          onChange={({ target }) => props.type(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !mayAdd) return;
            event.preventDefault();
            props.add();
          }}
        />
        <Button disabled={!mayAdd} onClick={props.add}>
          {props.addLabel}
        </Button>
      </div>
      {offered !== undefined && <datalist id={`${id}-offered`}>{offered}</datalist>}
      {wrong !== undefined && (
        <div id={`${id}-wrong`} className="field-wrong" role="alert">
          {wrong}
        </div>
      )}
      {chips.length > 0 && (
        <ul className="chips" aria-label={label}>
          {chips.map((chip) => (
            <li key={chip.id} className="chip">
              <PeerName name={chip.name} most={MAX_LABEL} />
              <Button
                look="quiet"
                small
                icon={<Icon name="close" size={16} />}
                aria-label={props.removeLabel(chip.name)}
                onClick={() => props.remove(chip.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
