/**
 * Version 1 of the tracker's database. Whatever many rows refer to is interned under an integer: peers, audiences,
 * paths and contents. `entries` says what a share has under which path, `holds` what a peer has under no name; both
 * make it a source.
 */
export const SCHEMA_1 = `
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE peers (id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE);

CREATE TABLE members (
  peer INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  groups TEXT NOT NULL, -- JSON
  joined INTEGER NOT NULL
);

-- Outlives the membership: who was revoked does not come back by an invite.
CREATE TABLE revocations (peer INTEGER PRIMARY KEY, at INTEGER NOT NULL);

CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  secret_hash BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL,
  groups TEXT NOT NULL, -- JSON
  uses_left INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Read at the start only; while the program runs, leases live in memory. A lease that is over keeps its row: last seen.
CREATE TABLE leases (
  peer INTEGER PRIMARY KEY,
  endpoints TEXT NOT NULL, -- JSON
  slots_total INTEGER NOT NULL,
  slots_free INTEGER NOT NULL,
  agent TEXT NOT NULL,
  expires INTEGER NOT NULL,
  seen INTEGER NOT NULL
);

-- 1 is everyone. Ids are never used again, so that a remembered one cannot come to mean somebody else.
CREATE TABLE audiences (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE);
CREATE TABLE audience_groups (name TEXT NOT NULL, audience INTEGER NOT NULL, PRIMARY KEY (name, audience)) WITHOUT ROWID;
CREATE INDEX audience_groups_audience ON audience_groups (audience);
CREATE TABLE audience_peers (peer INTEGER NOT NULL, audience INTEGER NOT NULL, PRIMARY KEY (peer, audience)) WITHOUT ROWID;
CREATE INDEX audience_peers_audience ON audience_peers (audience);
INSERT INTO audiences (id, key) VALUES (1, 'everyone');

CREATE TABLE shares (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  peer INTEGER NOT NULL,
  name TEXT NOT NULL,
  audience INTEGER NOT NULL,
  root INTEGER NOT NULL, -- path
  revision INTEGER NOT NULL,
  generation INTEGER NOT NULL DEFAULT 0, -- of the latest full list
  listing INTEGER NOT NULL DEFAULT 0, -- 1 while a full list has begun and not ended
  files INTEGER NOT NULL DEFAULT 0,
  bytes REAL NOT NULL DEFAULT 0, -- may pass 2^53
  UNIQUE (peer, name)
);
CREATE INDEX shares_audience ON shares (audience);

-- Every name once, whoever has it: a tree whose roots are the names of shares, with parent 0.
CREATE TABLE paths (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX paths_name ON paths (parent, name);
-- What searching looks at, by path: full paths as foldText makes them. Without positions (detail=none) the index is
-- a third of the size; candidates are compared with the text afterwards.
CREATE VIRTUAL TABLE grams USING fts5 (
  path, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1'
);
-- The first one and two characters of each word of a path.
CREATE VIRTUAL TABLE beginnings USING fts5 (tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- A liar may publish a content with a wrong size: that is another row, which spoils nobody else's.
CREATE TABLE contents (
  id INTEGER PRIMARY KEY,
  hash BLOB, -- 32 bytes; null for a foreign one
  size INTEGER,
  md5 BLOB,
  sha256 BLOB
);
CREATE UNIQUE INDEX contents_hash ON contents (hash, size) WHERE hash IS NOT NULL;
-- A file of another system's peer that nobody has hashed yet.
CREATE TABLE foreign_contents (
  content INTEGER PRIMARY KEY,
  dialect TEXT NOT NULL,
  peer INTEGER NOT NULL,
  name TEXT NOT NULL,
  digest TEXT,
  UNIQUE (dialect, peer, name)
);
CREATE TABLE withdrawn (hash BLOB PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE entries (
  path INTEGER NOT NULL,
  share INTEGER NOT NULL,
  parent INTEGER NOT NULL, -- path
  kind INTEGER NOT NULL, -- 1 directory, 2 file, 3 symlink
  content INTEGER,
  mtime INTEGER,
  executable INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL,
  target TEXT,
  flat_name TEXT,
  PRIMARY KEY (path, share)
) WITHOUT ROWID;
CREATE INDEX entries_children ON entries (share, parent, path);
CREATE INDEX entries_content ON entries (content, share, path) WHERE content IS NOT NULL;

CREATE TABLE holds (
  content INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  audience INTEGER NOT NULL,
  PRIMARY KEY (content, peer)
) WITHOUT ROWID;
CREATE INDEX holds_peer ON holds (peer, content);
CREATE INDEX holds_audience ON holds (audience) WHERE audience <> 1;

-- What may have lost its last use; the sweeper looks.
CREATE TABLE stale_paths (id INTEGER PRIMARY KEY);
CREATE TABLE stale_contents (id INTEGER PRIMARY KEY);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  peer INTEGER,
  share TEXT,
  content BLOB,
  audience INTEGER -- of the share; null where that was not there
);
`;
