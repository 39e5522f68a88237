import { AyniError } from '../../core/errors.ts';
import { bytesField, flagField, readFields, singleField, textOf } from '../shared/rpc/proto-fields.ts';

/** The service has no package. `ListFiles` is ours: the original has no list. */
export const METHODS = {
  registerPeer: '/TrackerService/RegisterPeer',
  searchFile: '/TrackerService/SearchFile',
  leavePeer: '/TrackerService/LeavePeer',
  listFiles: '/TrackerService/ListFiles',
} as const;

/** Of one peer; a message of the same size could hold millions of names without a letter. */
const MAX_FILES = 250_000;

/** `string peer_id = 1; repeated string files = 2` */
export interface RegisterRequest {
  readonly peerId: string;
  readonly files: readonly string[];
}

export function encodeRegister({ peerId, files }: RegisterRequest): Buffer {
  return Buffer.concat([...singleField(1, peerId), ...files.flatMap((file) => bytesField(2, file))]);
}

/** @throws {AyniError} `bad-request`, as each `decode…` here; `too-large` */
export function decodeRegister(message: Uint8Array): RegisterRequest {
  let peerId = '';
  const files: string[] = [];
  for (const field of readFields(message)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) peerId = textOf(field.bytes);
    else if (field.number === 2) files.push(textOf(field.bytes));
    if (files.length > MAX_FILES) throw new AyniError('too-large', `A peer announces ${MAX_FILES} files at most.`);
  }
  return { peerId, files };
}

/** `string = 1`: a `file_name` for `SearchFile`, a `peer_id` for `LeavePeer`. */
export function encodeName(name: string): Buffer {
  return Buffer.concat(singleField(1, name));
}

export function decodeName(message: Uint8Array): string {
  let name = '';
  for (const field of readFields(message)) {
    if (field.kind === 'bytes' && field.number === 1) name = textOf(field.bytes);
  }
  return name;
}

/** `repeated string = 1`: the `peers` of `SearchFile`, the `files` of `ListFiles`. */
export function encodeNames(names: readonly string[]): Buffer {
  return Buffer.concat(names.flatMap((name) => bytesField(1, name)));
}

export function decodeNames(message: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (const field of readFields(message)) {
    if (field.kind === 'bytes' && field.number === 1) names.push(textOf(field.bytes));
  }
  return names;
}

/** `bool success = 1` */
export function encodeSuccess(success: boolean): Buffer {
  return Buffer.concat(flagField(1, success));
}

export function decodeSuccess(message: Uint8Array): boolean {
  let success = false;
  for (const field of readFields(message)) {
    if (field.kind === 'varint' && field.number === 1) success = !field.zero;
  }
  return success;
}
