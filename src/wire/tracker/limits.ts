/** Caps of what crosses the wire between members and a tracker. Both ends check them. */

/** Entries, removals and holds in one message. */
export const MAX_BATCH = 5_000;
/** Ids in one `locate`. */
export const MAX_LOCATE = 1_000;
export const MAX_SEARCH_PAGE = 500;
export const MAX_BROWSE_PAGE = 5_000;
/** Groups of a member, an invite or an audience. */
export const MAX_GROUPS = 64;
/** Peers that an audience names. */
export const MAX_AUDIENCE_PEERS = 256;
export const MAX_ENDPOINTS = 16;
export const MAX_TRACKERS = 16;
/** What one list of members, invites or revocations holds. */
export const MAX_LIST = 100_000;
/** Characters of a member's or a group's name. */
export const MAX_LABEL = 100;
/** Characters of the ending of a file's name that is searched for. */
export const MAX_EXTENSION = 32;
/** Characters of a share's name. */
export const MAX_SHARE_NAME = 255;

/** Bytes of a request's body, where its route names no other figure. */
export const BODY_BYTES = 64 * 1024;
/** A batch of 5,000 entries whose paths are as long as paths may be fits. */
export const PUBLISH_BYTES = 24 * 2 ** 20;
export const HOLD_BYTES = 8 * 2 ** 20;
/** Bytes of an answer, where its route names no other figure. */
export const ANSWER_BYTES = 2 ** 20;
export const LIST_ANSWER_BYTES = 32 * 2 ** 20;
