import type { Static } from 'typebox';
import type { CONTROL_ROUTES, NETWORK_ROUTES, PAGE_ROUTES } from '../../../src/wire/control/routes.ts';

type Routes = typeof CONTROL_ROUTES & typeof PAGE_ROUTES & typeof NETWORK_ROUTES;

export type Operation = keyof Routes;
export type Request<Name extends Operation> = Static<Routes[Name]['request']>;
export type Answer<Name extends Operation> = Static<Routes[Name]['answer']>;

/** Where each call goes, told again so that no schema comes into the app; `routes.test.ts` holds it to them. */
export const PATHS = {
  status: ['GET', '/v1/status'],
  shares: ['GET', '/v1/shares'],
  addShare: ['POST', '/v1/shares'],
  changeShare: ['POST', '/v1/shares/change'],
  removeShare: ['POST', '/v1/shares/remove'],
  rescan: ['POST', '/v1/shares/rescan'],
  downloads: ['GET', '/v1/downloads'],
  addDownload: ['POST', '/v1/downloads'],
  pauseDownload: ['POST', '/v1/downloads/pause'],
  resumeDownload: ['POST', '/v1/downloads/resume'],
  moveDownload: ['POST', '/v1/downloads/move'],
  cancelDownload: ['POST', '/v1/downloads/cancel'],
  limits: ['GET', '/v1/limits'],
  setLimits: ['POST', '/v1/limits'],
  leave: ['POST', '/v1/leave'],
  openPage: ['POST', '/v1/pages'],
  downloadDetail: ['POST', '/v1/downloads/detail'],
  downloadFolders: ['GET', '/v1/downloads/folders'],
  chooseFiles: ['POST', '/v1/downloads/files'],
  showDownload: ['POST', '/v1/downloads/show'],
  activity: ['GET', '/v1/activity'],
  traffic: ['GET', '/v1/traffic'],
  search: ['POST', '/v1/network/search'],
  browse: ['POST', '/v1/network/browse'],
  peers: ['POST', '/v1/network/peers'],
  locate: ['POST', '/v1/network/locate'],
  namesOf: ['POST', '/v1/network/names'],
  stats: ['POST', '/v1/network/stats'],
  withdraw: ['POST', '/v1/network/withdraw'],
  createInvite: ['POST', '/v1/network/invites'],
  invites: ['POST', '/v1/network/invites/list'],
  revokeInvite: ['POST', '/v1/network/invites/revoke'],
  members: ['POST', '/v1/network/members'],
  revoke: ['POST', '/v1/network/revoke'],
} as const satisfies Record<Operation, readonly ['GET' | 'POST', string]>;
