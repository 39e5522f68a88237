/** Each brings downloads.sqlite from the version of its index to the next; never changed once released. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    phase TEXT NOT NULL,
    layout TEXT NOT NULL,
    destination TEXT,
    -- what a new folder is filled as until it is whole
    aside TEXT,
    audience TEXT,
    files_total INTEGER NOT NULL,
    bytes_total INTEGER NOT NULL,
    files_done INTEGER NOT NULL,
    bytes_done INTEGER NOT NULL,
    received INTEGER NOT NULL,
    notes TEXT NOT NULL
  );
  CREATE TABLE files (
    job INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- relative to the destination, as it is written
    path TEXT NOT NULL,
    -- of the publisher, relative to what was asked for
    origin TEXT NOT NULL,
    content TEXT,
    size INTEGER NOT NULL,
    mtime REAL,
    executable INTEGER NOT NULL,
    link TEXT,
    done INTEGER NOT NULL,
    PRIMARY KEY (job, number)
  ) WITHOUT ROWID;
  -- files of more than one piece that were begun
  CREATE TABLE parts (
    job INTEGER NOT NULL,
    number INTEGER NOT NULL,
    path TEXT NOT NULL,
    content TEXT NOT NULL,
    size INTEGER NOT NULL,
    bits BLOB NOT NULL,
    -- of the part file when it was left cleanly
    mtime INTEGER,
    PRIMARY KEY (job, number)
  ) WITHOUT ROWID;
  -- verified; page -1 holds the page hashes
  CREATE TABLE pages (
    content TEXT NOT NULL,
    page INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (content, page)
  );
  `,
  `
  -- bytes that were on this machine already
  ALTER TABLE jobs ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- in which order they run
  ALTER TABLE jobs ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
  UPDATE jobs SET place = number;
  `,
  `
  -- what of a folder to fetch, and in which order: JSON
  ALTER TABLE jobs ADD COLUMN wishes TEXT NOT NULL DEFAULT '{}';
  `,
  `
  -- Nothing to change: targets may be files at foreign peers from here on, which older versions cannot read.
  `,
  `
  -- files that come before the others, or not at all: first, skip
  CREATE TABLE choices (
    job INTEGER NOT NULL,
    number INTEGER NOT NULL,
    wish TEXT NOT NULL,
    PRIMARY KEY (job, number)
  ) WITHOUT ROWID;
  `,
  `
  -- Folders and links, few among many files, are looked for when those are there.
  CREATE INDEX no_files ON files (job, number) WHERE kind <> 'file';
  `,
];
