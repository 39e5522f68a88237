import { Type } from 'typebox';
import { Bridge, Host, Port, Protocol, SlotsMessage } from './catalog-messages.ts';
import { MAX_ENDPOINTS, MAX_LABEL, MAX_LIST, MAX_TRACKERS } from './limits.ts';
import {
  about,
  ContentIdText,
  Count,
  CredentialText,
  Groups,
  InvitedRoleName,
  InviteId,
  InviteSecret,
  Label,
  NetworkIdText,
  PeerIdText,
  RoleName,
  Seconds,
  ShareName,
  Time,
  TrackerAddress,
} from './scalars.ts';

export const TrackerIdentityMessage = Type.Object(
  {
    network: NetworkIdText,
    key: Type.String({
      pattern: '^[A-Za-z0-9_-]{16,256}$',
      description: 'The network’s public signing key, SPKI DER in base64url: network is its hash.',
    }),
    credential: about('The tracker’s own credential, bound to the certificate of this connection.', CredentialText),
    access: Type.Enum(['invite', 'open'], { type: 'string', description: 'Whether joining takes an invite.' }),
  },
  { title: 'TrackerIdentity', description: 'What a tracker proves before anyone sends it an invite’s secret.' },
);

export const JoinRequest = Type.Object({
  secret: Type.Optional(about('The invite’s secret; may be absent where access is open.', InviteSecret)),
  name: about('What others shall call this member.', Label),
});

const Trackers = Type.Array(TrackerAddress, { maxItems: MAX_TRACKERS, description: 'Every tracker of the network.' });

export const AdmissionMessage = Type.Object(
  { credential: CredentialText, role: RoleName, groups: Groups, trackers: Trackers },
  { title: 'Admission', description: 'What a new member gets.' },
);

const RevokedVersion = Type.Integer({
  minimum: -1,
  description: 'Version of the revocation list that the peer has; -1 for none.',
});

export const AnnouncementMessage = Type.Object(
  {
    endpoints: Type.Array(
      Type.Object(
        {
          protocol: Protocol,
          host: Type.Optional(about('Where absent, the address that the tracker sees.', Host)),
          port: Port,
          bridge: Bridge,
        },
        { title: 'AnnouncedEndpoint', description: 'Where the peer listens.' },
      ),
      { maxItems: MAX_ENDPOINTS, description: 'Where the peer listens; those that cannot be its own are dropped.' },
    ),
    slots: SlotsMessage,
    agent: Type.String({ maxLength: MAX_LABEL, description: 'Program and version.' }),
    revokedVersion: RevokedVersion,
  },
  { title: 'Announcement', description: 'That a peer is there.' },
);

export const HeartbeatMessage = Type.Object(
  { slots: SlotsMessage, revokedVersion: RevokedVersion },
  { title: 'Heartbeat', description: 'That a peer is still there.' },
);

const lease = {
  ttl: about('Seconds until the lease is over.', Seconds),
  interval: about('Seconds after which to send a heartbeat.', Seconds),
  credential: Type.Optional(about('A fresh credential, when half the time of the last one is over.', CredentialText)),
  trackers: Trackers,
  md5: Type.Optional(
    about(
      'Programs of this network call files by their MD5: the peer computes it of what it has for everyone.',
      Type.Boolean(),
    ),
  ),
  revoked: Type.Optional(
    Type.Object(
      {
        version: Type.Integer({ minimum: 0, description: 'Version of the list.' }),
        peers: Type.Array(PeerIdText, { maxItems: MAX_LIST, description: 'All revoked peers.' }),
      },
      { title: 'Revocations', description: 'Present when the list differs from the version that the peer named.' },
    ),
  ),
};

export const LeaseMessage = Type.Object(lease, { title: 'Lease', description: 'A peer’s presence at the tracker.' });

export const AnnounceAnswerMessage = Type.Object(
  {
    ...lease,
    revisions: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
      maxProperties: MAX_LIST,
      description: 'The tracker’s revision of each share of this peer.',
    }),
    observed: about('The address that the tracker sees this peer at.', Host),
  },
  { title: 'AnnounceAnswer', description: 'A lease, and what the tracker knows of the peer.' },
);

export const LeaveRequest = Type.Object({
  forget: Type.Boolean({ description: 'Also end the membership and remove everything published.' }),
});
export const ShareRequest = Type.Object({ share: ShareName });
export const PeerRequest = Type.Object({ peer: PeerIdText });
export const ReportRequest = Type.Object({
  peer: about('Who sent it.', PeerIdText),
  content: about('What was asked for.', ContentIdText),
});
export const ContentRequest = Type.Object({ content: ContentIdText });
export const InviteRequest = Type.Object({ id: InviteId });

export const IntrospectionMessage = Type.Object(
  {
    active: about('Whether the peer is a member that was not revoked.', Type.Boolean()),
    role: Type.Optional(RoleName),
    groups: Type.Optional(Groups),
  },
  { title: 'Introspection', description: 'What the tracker knows of a peer’s membership now.' },
);

export const NewInviteMessage = Type.Object(
  {
    role: InvitedRoleName,
    groups: Groups,
    uses: Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many may join with it.' }),
    lifetime: Type.Integer({ minimum: 1, maximum: 366 * 86_400, description: 'Seconds, up to a year.' }),
  },
  { title: 'NewInvite', description: 'An invite to make.' },
);

const invite = {
  id: InviteId,
  role: RoleName,
  groups: Groups,
  usesLeft: about('How many may still join with it.', Count),
  expires: about('When it ends, milliseconds since the Unix epoch.', Time),
  revoked: about('Whether an admin ended it.', Type.Boolean()),
};

const InviteMessage = Type.Object(invite, { title: 'Invite', description: 'An invite, without its secret.' });
export const InviteWithSecret = Type.Object(
  { ...invite, secret: about('Shown this once: the tracker keeps its hash alone.', InviteSecret) },
  { title: 'InviteWithSecret', description: 'An invite that was just made.' },
);
export const InvitesAnswer = Type.Array(InviteMessage, { maxItems: MAX_LIST });

export const MembersAnswer = Type.Array(
  Type.Object(
    {
      peer: PeerIdText,
      name: Label,
      role: RoleName,
      groups: Groups,
      joined: about('When it joined, milliseconds since the Unix epoch.', Time),
      revoked: about('Whether an admin revoked it.', Type.Boolean()),
      reports: Type.Optional(about('Members who lately told that it sends wrong bytes.', Count)),
    },
    { title: 'Member', description: 'A peer that was admitted.' },
  ),
  { maxItems: MAX_LIST },
);

export const EventsRequest = Type.Object({
  after: Type.Integer({
    default: -1,
    minimum: -1,
    description: 'Events with a greater id; 0 for all that the tracker keeps, -1 for those from now on.',
  }),
});
export const EventMessage = Type.Object(
  {
    id: about('Grows with each event.', Count),
    at: Time,
    kind: Type.Enum(['joined', 'online', 'offline', 'published', 'revoked', 'withdrawn', 'left'], {
      type: 'string',
      description: 'What happened.',
    }),
    peer: Type.Optional(about('To whom.', PeerIdText)),
    share: Type.Optional(about('To which share.', ShareName)),
    content: Type.Optional(about('To which content.', ContentIdText)),
  },
  { title: 'SwarmEvent', description: 'What happened in the network.' },
);
