import { Type } from 'typebox';
import { DIALECTS } from '../../core/dialects/dialect.ts';

/** Where a file is outside the network, in terms of the dialect that is spoken there. */
export const ForeignHolderMessage = Type.Object({
  dialect: Type.Enum([...DIALECTS]),
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  name: Type.String({ minLength: 1, maxLength: 1024 }),
});

const Md5Text = Type.String({ pattern: '^[0-9a-f]{32}$' });

/** A file at a foreign peer, by what is known of it. */
export const ForeignMark = Type.Object({
  ...ForeignHolderMessage.properties,
  size: Type.Optional(Type.Integer({ minimum: 0 })),
  md5: Type.Optional(Md5Text),
});

/** What a tracker may tell of an entry for those who bridge to a dialect. */
export const FlatMarks = Type.Object({
  flatName: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
  digests: Type.Optional(Type.Object({ md5: Type.Optional(Md5Text) })),
});
