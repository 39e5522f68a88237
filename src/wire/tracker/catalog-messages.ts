import { Type, type Static } from 'typebox';
import { DIALECTS } from '../../core/dialects/dialect.ts';
import { CONTENT_ID_BEGINNING, type ContentId } from '../../core/ids.ts';
import {
  MAX_AUDIENCE_PEERS,
  MAX_BATCH,
  MAX_BROWSE_PAGE,
  MAX_ENDPOINTS,
  MAX_EXTENSION,
  MAX_LABEL,
  MAX_LIST,
  MAX_LOCATE,
  MAX_SEARCH_PAGE,
} from './limits.ts';
import {
  about,
  BrowsePath,
  ContentIdText,
  Count,
  Cursor,
  Groups,
  Label,
  PeerIdText,
  RoleName,
  ShareName,
  SharePathText,
  Size,
  Time,
  TotalSize,
} from './scalars.ts';

export const Protocol = Type.Enum(['ayni', ...DIALECTS], {
  title: 'Protocol',
  type: 'string',
  description: 'What is spoken at an endpoint; the native protocol is ayni.',
});

export const Host = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[0-9A-Za-z._:%-]+$',
  description: 'An IP address, IPv6 without brackets, or a host name.',
});
export const Port = Type.Integer({ minimum: 1, maximum: 65_535, description: 'A TCP port.' });

export const Bridge = Type.Optional(
  Type.Boolean({ description: 'Whether the peer brings what the whole network has to whoever asks in this protocol.' }),
);

const EndpointMessage = Type.Object(
  { protocol: Protocol, host: Host, port: Port, bridge: Bridge },
  { title: 'Endpoint', description: 'Where a peer can be reached, and how.' },
);

export const SlotsMessage = Type.Object(
  {
    total: Type.Integer({ minimum: 0, maximum: 100_000, description: 'Upload slots of the peer.' }),
    free: Type.Integer({ minimum: 0, maximum: 100_000, description: 'Those that nobody uses now.' }),
  },
  { title: 'Slots', description: 'How many uploads a peer serves at once.' },
);

export const AudienceMessage = Type.Union(
  [
    Type.Object({ kind: about('Every member.', Type.Literal('everyone')) }),
    Type.Object({
      kind: about('Members of a group, and single peers.', Type.Literal('restricted')),
      groups: about('Any of these groups.', Groups),
      peers: Type.Array(PeerIdText, { maxItems: MAX_AUDIENCE_PEERS, description: 'Any of these peers.' }),
    }),
  ],
  { title: 'Audience', description: 'Who may see and fetch. The owner always may.' },
);

const hex = (letters: number) => Type.String({ pattern: `^[0-9a-f]{${letters}}$`, description: 'Lower-case hex.' });

const FlatName = Type.String({ maxLength: 1024, description: 'Its name in protocols that know no directories.' });
const DigestsMessage = Type.Object(
  { md5: Type.Optional(hex(32)), sha256: Type.Optional(hex(64)) },
  { description: 'Digests that other protocols need.' },
);

const ForeignFileMessage = Type.Object(
  {
    dialect: Type.Enum([...DIALECTS], { type: 'string', description: 'What its peer speaks.' }),
    host: Host,
    port: Port,
    name: Type.String({ maxLength: 1024, description: 'As its peer announced it.' }),
    size: Type.Optional(Size),
    md5: Type.Optional(hex(32)),
  },
  { title: 'ForeignFile', description: 'A file of a program of another system, that nobody here has hashed.' },
);

const EntryMessage = Type.Union(
  [
    Type.Object({
      kind: about('A file.', Type.Literal('file')),
      path: SharePathText,
      content: ContentIdText,
      size: Size,
      mtime: about('Modification time, milliseconds since the Unix epoch.', Type.Integer()),
      executable: about('Whether it may be run as a program.', Type.Boolean()),
      flatName: Type.Optional(FlatName),
      digests: Type.Optional(DigestsMessage),
    }),
    Type.Object({ kind: about('A directory, also an empty one.', Type.Literal('directory')), path: SharePathText }),
    Type.Object({
      kind: about('A symbolic link.', Type.Literal('symlink')),
      path: SharePathText,
      target: Type.String({
        minLength: 1,
        maxLength: 4096,
        pattern: '^[^\\u0000]+$',
        description: 'Relative to the link’s directory; never leaves the share.',
      }),
    }),
  ],
  { title: 'Entry', description: 'A name in a directory of a share.' },
);

const Revision = Type.Integer({ minimum: 0 });

export const PublishBatchMessage = Type.Object(
  {
    share: ShareName,
    audience: AudienceMessage,
    base: about('The revision that this change applies to; 0 for a share that is new.', Revision),
    next: about('The revision that it makes.', Revision),
    full: Type.Optional(
      Type.Enum(['first', 'middle', 'last', 'only'], {
        type: 'string',
        description:
          'Present for a full list: after its last batch, whatever it did not name is gone. "only" is a full list in one batch.',
      }),
    ),
    upsert: Type.Array(EntryMessage, { maxItems: MAX_BATCH, description: 'Entries that are new or changed.' }),
    remove: Type.Array(SharePathText, {
      maxItems: MAX_BATCH,
      description: 'Paths that are gone; a directory takes what is under it along.',
    }),
  },
  { title: 'PublishBatch', description: `A change to a share; entries and removals together at most ${MAX_BATCH}.` },
);

const HoldMessage = Type.Object(
  {
    content: ContentIdText,
    size: Size,
    pieces: about(
      'Verified pieces of 256 KiB; a whole content has all of them, and who is about to get the first has none.',
      Count,
    ),
    audience: AudienceMessage,
    flatName: Type.Optional(FlatName),
    digests: Type.Optional(DigestsMessage),
  },
  { title: 'Hold', description: 'That a peer has content under no name: a download, whole or in part.' },
);

export const HoldRequest = Type.Object({
  upsert: Type.Array(HoldMessage, { maxItems: MAX_BATCH, description: 'What the peer has, or has more of.' }),
  remove: Type.Array(ContentIdText, { maxItems: MAX_BATCH, description: 'What it no longer has.' }),
});

export const SourceMessage = Type.Object(
  {
    peer: PeerIdText,
    name: about('The member’s name.', Label),
    endpoints: Type.Array(EndpointMessage, { maxItems: MAX_ENDPOINTS, description: 'Where it can be reached.' }),
    pieces: about('Verified pieces that it has.', Count),
    whole: about('Whether it has all of them.', Type.Boolean()),
    slots: SlotsMessage,
  },
  { title: 'Source', description: 'A peer that is online and has a content.' },
);

export const LocateRequest = Type.Object({
  contents: Type.Array(ContentIdText, { minItems: 1, maxItems: MAX_LOCATE, description: 'What to look for.' }),
});
export const LocateAnswer = Type.Unsafe<Record<ContentId, Static<typeof SourceMessage>[]>>(
  Type.Record(ContentIdText, Type.Array(SourceMessage, { maxItems: 256 }), {
    title: 'Sources',
    additionalProperties: false,
    maxProperties: MAX_LOCATE,
    description: 'By content id, who has it, in the order to ask them. An id that nobody has is absent.',
  }),
);

const FileKind = Type.Enum(['file', 'directory'], { type: 'string', description: 'File or directory.' });

export const SearchRequest = Type.Object({
  text: Type.String({
    default: '',
    maxLength: 1024,
    description:
      'Words, each a part of the path; one or two letters begin a word there, and one or two marks alone find nothing. Case and accents do not count. Empty lists everything.',
  }),
  kind: Type.Optional(about('Only files, or only directories.', FileKind)),
  extensions: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: MAX_EXTENSION }), {
      maxItems: 64,
      description: 'Extensions without dot, lower case; any of them. Repeat the parameter for several.',
    }),
  ),
  minSize: Type.Optional(about('Bytes, at least.', Size)),
  maxSize: Type.Optional(about('Bytes, at most.', Size)),
  peer: Type.Optional(about('Only what this peer has published.', PeerIdText)),
  online: Type.Optional(about('Only what somebody who is online has.', Type.Boolean())),
  idPrefix: Type.Optional(
    Type.String({
      pattern: CONTENT_ID_BEGINNING.source,
      description: 'Only contents whose id begins so: "c" and seven letters or more.',
    }),
  ),
  limit: Type.Integer({ default: 50, minimum: 1, maximum: MAX_SEARCH_PAGE, description: 'Hits on a page.' }),
  cursor: Type.Optional(Cursor),
});

const NextCursor = Type.Optional(about('Where the next page begins; absent on the last.', Cursor));

export const SearchAnswer = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        content: Type.Optional(about('Absent for a directory and for a foreign file.', ContentIdText)),
        kind: FileKind,
        size: Size,
        names: Type.Array(BrowsePath, { maxItems: 100, description: 'Paths it goes by, a few at most.' }),
        sources: about('Peers that are online and have it, or a part of it.', Count),
        mtime: about('Latest modification time among its names, milliseconds since the Unix epoch.', Type.Integer()),
        foreign: Type.Optional(ForeignFileMessage),
      },
      { title: 'SearchHit', description: 'One content with the names it goes by, or a directory.' },
    ),
    { maxItems: MAX_SEARCH_PAGE, description: 'The hits of this page.' },
  ),
  cursor: NextCursor,
});

export const BrowseRequest = Type.Object({
  peer: PeerIdText,
  path: Type.With(BrowsePath, { default: '' }),
  recursive: Type.Boolean({ default: false, description: 'The whole tree below, parents before children.' }),
  limit: Type.Integer({ default: 1_000, minimum: 1, maximum: MAX_BROWSE_PAGE, description: 'Entries on a page.' }),
  cursor: Type.Optional(Cursor),
});

export const BrowseAnswer = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        kind: Type.Enum(['share', 'file', 'directory', 'symlink'], { type: 'string', description: 'What it is.' }),
        path: BrowsePath,
        content: Type.Optional(ContentIdText),
        size: Type.Optional(Size),
        mtime: Type.Optional(about('Modification time, milliseconds since the Unix epoch.', Type.Integer())),
        executable: Type.Optional(about('Whether it may be run as a program.', Type.Boolean())),
        target: Type.Optional(Type.String({ maxLength: 4096, description: 'Where a symbolic link leads.' })),
        audience: Type.Optional(AudienceMessage),
        flatName: Type.Optional(FlatName),
        digests: Type.Optional(DigestsMessage),
        foreign: Type.Optional(ForeignFileMessage),
      },
      { title: 'BrowsedEntry', description: 'An entry of a directory, or a share.' },
    ),
    { maxItems: MAX_BROWSE_PAGE, description: 'The entries of this page.' },
  ),
  cursor: NextCursor,
});

export const PeersAnswer = Type.Array(
  Type.Object(
    {
      peer: PeerIdText,
      name: Label,
      role: RoleName,
      online: about('Whether its lease is good.', Type.Boolean()),
      endpoints: Type.Array(EndpointMessage, { maxItems: MAX_ENDPOINTS, description: 'Where it can be reached.' }),
      agent: Type.String({ maxLength: MAX_LABEL, description: 'Program and version.' }),
      files: about('Files that it has published and the caller may see.', Count),
      bytes: about('Bytes of those files.', TotalSize),
      seen: about('Last sign of life, milliseconds since the Unix epoch.', Time),
    },
    { title: 'Peer', description: 'A member as others see it.' },
  ),
  { maxItems: MAX_LIST },
);

export const NamesRequest = Type.Object({ content: ContentIdText });
export const NamesAnswer = Type.Array(
  Type.Object(
    { peer: PeerIdText, path: BrowsePath, size: Size },
    { title: 'PublishedName', description: 'A path under which a peer has published a content.' },
  ),
  { maxItems: MAX_LIST },
);

export const StatsAnswer = Type.Object(
  {
    members: about('Members that were not revoked.', Count),
    online: about('Those with a good lease.', Count),
    files: about('Names of files.', Count),
    contents: about('Distinct contents.', Count),
    holdings: about('Pairs of a peer and a content that it has.', Count),
    bytes: about('Bytes of all distinct contents.', TotalSize),
  },
  { title: 'NetworkStats', description: 'The network in figures, as far as the caller may see it.' },
);
