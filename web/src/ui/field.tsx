import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';

import './field.css';

interface Labelled {
  readonly label: string;
  /** What to know before one fills it in. */
  readonly hint?: ReactNode;
  /** What is wrong with what is in it. */
  readonly wrong?: string | undefined;
  /** The label is for screen readers alone. */
  readonly bare?: boolean;
}

function Around({ id, label, hint, wrong, bare, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className={bare === true ? 'unseen' : 'field-label'}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="field-hint">
          {hint}
        </div>
      )}
      {wrong !== undefined && (
        <div id={`${id}-wrong`} className="field-wrong" role="alert">
          {wrong}
        </div>
      )}
    </div>
  );
}

function described(id: string, { hint, wrong }: Labelled): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function Field({
  label,
  hint,
  wrong,
  bare,
  ...rest
}: Labelled & Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'>) {
  const id = useId();
  const labelled = { label, hint, wrong, ...(bare === undefined ? {} : { bare }) };
  return (
    <Around id={id} {...labelled}>
      <input
        {...rest}
        id={id}
        className="field-input"
        aria-invalid={wrong !== undefined}
        aria-describedby={described(id, labelled)}
      />
    </Around>
  );
}

export function Select({
  label,
  hint,
  wrong,
  bare,
  children,
  ...rest
}: Labelled & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'className'>) {
  const id = useId();
  const labelled = { label, hint, wrong, ...(bare === undefined ? {} : { bare }) };
  return (
    <Around id={id} {...labelled}>
      <select {...rest} id={id} className="field-input" aria-describedby={described(id, labelled)}>
        {children}
      </select>
    </Around>
  );
}

/** On or off, at once. */
export function Switch({
  label,
  hint,
  checked,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="switch">
      <input
        type="checkbox"
        role="switch"
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="field-hint">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
