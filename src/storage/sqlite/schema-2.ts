/** Version 2: files under flat names, as the dialects have them, in the order in which they were announced. */
export const SCHEMA_2 = `
ALTER TABLE entries ADD COLUMN announced INTEGER; -- grows; null without a flat name
CREATE INDEX entries_flat ON entries (flat_name) WHERE flat_name IS NOT NULL;
ALTER TABLE holds ADD COLUMN flat_name TEXT;
CREATE INDEX holds_flat ON holds (flat_name) WHERE flat_name IS NOT NULL;
ALTER TABLE foreign_contents DROP COLUMN digest;
`;
