import type { PlainPhrase } from '../words/catalog.ts';

interface ShellCommand {
  readonly usage: string;
  readonly meaning: PlainPhrase;
  /** What stands after it, for completion. */
  readonly takes?: 'peer' | 'file';
}

/** What the shell understands, in the order of its help. Those without a meaning of their own here are `ayni`'s. */
export const SHELL_COMMANDS: ReadonlyMap<string, ShellCommand> = new Map([
  ['peers', { usage: 'peers', meaning: 'who is there' }],
  ['ls', { usage: 'ls [PEER[:PATH]] | ls IP PORT', meaning: 'what a peer shares', takes: 'peer' }],
  ['list', { usage: 'list', meaning: 'every file: how many have it, name, size, id or MD5' }],
  ['where', { usage: 'where FILE', meaning: 'who has a file', takes: 'file' }],
  ['search', { usage: 'search TEXT', meaning: 'files whose names hold it', takes: 'file' }],
  ['get', { usage: 'get FILE | get IP [PORT] NAME', meaning: 'fetches it; -o FOLDER says where to', takes: 'file' }],
  ['downloads', { usage: 'downloads', meaning: 'what is fetched, and was' }],
  ['share', { usage: 'share FOLDER', meaning: 'shares a folder or a file' }],
  ['unshare', { usage: 'unshare NAME', meaning: 'stops that' }],
  ['rehash', { usage: 'rehash [NAME]', meaning: 'looks for changes in shares now' }],
  ['rescan', { usage: 'rescan [NAME]', meaning: 'the same' }],
  ['status', { usage: 'status', meaning: 'what this machine does' }],
  ['limit', { usage: 'limit', meaning: 'speed limits' }],
  ['doctor', { usage: 'doctor', meaning: 'what is not as it should be' }],
  ['members', { usage: 'members', meaning: 'the members (admins)' }],
  ['invite', { usage: 'invite', meaning: 'makes an invite link (admins)' }],
  ['connect', { usage: 'connect LINK', meaning: 'joins the network of an invite' }],
  ['disconnect', { usage: 'disconnect', meaning: 'leaves the network for good' }],
  ['help', { usage: 'help [COMMAND]', meaning: 'this, or all about one command' }],
  ['quit', { usage: 'quit', meaning: 'ends the shell; so does exit' }],
  ['exit', { usage: 'exit', meaning: 'the same' }],
] satisfies (readonly [string, ShellCommand])[]);
