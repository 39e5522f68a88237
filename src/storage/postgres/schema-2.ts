/**
 * Version 2: files are found by their flat name. A name may have 1,024 characters, which in UTF-8 are too many bytes
 * for an index.
 */
export const SCHEMA_2 = `
CREATE INDEX entries_flat_name ON entries (left(flat_name, 600)) WHERE flat_name IS NOT NULL;
CREATE INDEX holds_flat_name ON holds (left(flat_name, 600)) WHERE flat_name IS NOT NULL;
`;
