/** What is counted, one and several. */
export const nouns = {
  conflict: ['conflict', 'conflicts'],
  download: ['download', 'downloads'],
  entry: ['entry', 'entries'],
  file: ['file', 'files'],
  member: ['member', 'members'],
  peer: ['peer', 'peers'],
  piece: ['piece', 'pieces'],
  share: ['share', 'shares'],
  slot: ['slot', 'slots'],
  smallFile: ['small file', 'small files'],
} as const satisfies Record<string, readonly [string, string]>;
