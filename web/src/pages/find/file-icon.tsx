/** A folder or a sheet, drawn here: not every machine has a font with such signs. */
export function FileIcon({ folder }: { folder: boolean }) {
  const folderLine = 'M1.5 3.5h5l1.5 2h6.5v7.5h-13z';
  const sheetLine = 'M3.5 1.5h6l3 3v10h-9z M9.5 1.5v3h3';
  return (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <path d={folder ? folderLine : sheetLine} />
    </svg>
  );
}
