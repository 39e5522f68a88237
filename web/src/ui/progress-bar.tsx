import './progress-bar.css';

/** @param part 0 to 1; undefined while nobody knows */
export function ProgressBar({
  part,
  label,
  look = 'running',
}: {
  readonly part: number | undefined;
  readonly label: string;
  readonly look?: 'running' | 'still' | 'done' | 'bad';
}) {
  const percent = part === undefined ? undefined : Math.floor(Math.min(1, Math.max(0, part)) * 100);
  return (
    <div
      className={`progress progress-${look}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        className={percent === undefined ? 'progress-fill progress-unknown' : 'progress-fill'}
        style={percent === undefined ? undefined : { transform: `scaleX(${part ?? 0})` }}
      />
    </div>
  );
}
