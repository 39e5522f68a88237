import './spinner.css';

/** Something comes. It shows after a moment only, so that quick answers do not flicker. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <div className="spinner" role="status">
      <span className="spinner-wheel" aria-hidden="true" />
      <span>{label}</span>
    </div>
  );
}
