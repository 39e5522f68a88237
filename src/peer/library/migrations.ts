/**
 * The schema, one step for each version; `user_version` counts the steps taken. A step that was released is never
 * edited: changes are new steps.
 *
 * Times are nanoseconds in 64-bit integers, inodes 64-bit integers (two's complement). `pending` and `dirty` hold
 * numbers of one growing sequence, 0 for none, so that whoever finishes a job sees whether it was overtaken.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE shares (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    audience TEXT NOT NULL,
    -- What the tracker is known to have; 0: it needs the full list.
    revision INTEGER NOT NULL DEFAULT 0,
    -- 0 while the folder is away: hashes are kept, nothing is served.
    available INTEGER NOT NULL DEFAULT 1,
    -- Device and inode of the root when it was last scanned, to know an empty mount point.
    root TEXT
  ) STRICT;
  -- Names of shares that were removed and that the tracker may still have.
  CREATE TABLE removed_shares (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  -- id is NULL while a large file is being hashed. hashes: the piece hash where there is one piece, else page hashes.
  CREATE TABLE contents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB UNIQUE,
    size INTEGER NOT NULL,
    hashes BLOB NOT NULL
  ) STRICT;
  -- Piece hashes of contents of more than one piece.
  CREATE TABLE pieces (
    content INTEGER NOT NULL,
    page INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (content, page)
  ) STRICT;

  CREATE TABLE entries (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    share INTEGER NOT NULL,
    parent TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Path on disk, relative to the share, where it differs from the published one.
    real TEXT,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    mtime INTEGER NOT NULL DEFAULT 0,
    inode INTEGER NOT NULL DEFAULT 0,
    birth INTEGER NOT NULL DEFAULT 0,
    executable INTEGER NOT NULL DEFAULT 0,
    target TEXT,
    content INTEGER,
    flat TEXT,
    pending INTEGER NOT NULL DEFAULT 0,
    dirty INTEGER NOT NULL DEFAULT 0,
    UNIQUE (share, parent, name)
  ) STRICT;
  CREATE INDEX entries_content ON entries (content) WHERE content IS NOT NULL;
  CREATE INDEX entries_inode ON entries (inode) WHERE content IS NOT NULL;
  CREATE INDEX entries_flat ON entries (flat) WHERE flat IS NOT NULL;
  CREATE INDEX entries_pending ON entries (share, key) WHERE pending > 0;
  CREATE INDEX entries_dirty ON entries (share, key) WHERE dirty > 0;
  -- Paths that the tracker has and we no longer do.
  CREATE TABLE tombstones (
    share INTEGER NOT NULL,
    path TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (share, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fetched (
    path TEXT PRIMARY KEY,
    content INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    audience TEXT NOT NULL,
    executable INTEGER NOT NULL,
    -- 0: the tracker was told.
    dirty INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX fetched_content ON fetched (content);
  CREATE INDEX fetched_dirty ON fetched (content) WHERE dirty > 0;
  -- Contents that the tracker was told we hold and that are gone.
  CREATE TABLE unheld (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
  `
  -- 16 bytes; NULL until somebody has computed it, for the dialect that needs it.
  ALTER TABLE contents ADD COLUMN md5 BLOB;
  -- The name in the dialects; NULL where this peer spoke none when the file was fetched.
  ALTER TABLE fetched ADD COLUMN flat TEXT;
  CREATE INDEX fetched_flat ON fetched (flat) WHERE flat IS NOT NULL;
  `,
  `
  -- Of a content with a hundred thousand copies, who has it and a few of its files are found without reading them all.
  DROP INDEX entries_content;
  CREATE INDEX entries_content ON entries (content, pending, share) WHERE content IS NOT NULL;
  DROP INDEX fetched_content;
  CREATE INDEX fetched_content ON fetched (content, audience);
  `,
];
