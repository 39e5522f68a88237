import { lazy, type ComponentType } from 'react';

import type { IconName } from '../ui/icon.tsx';

type PageName = 'find' | 'downloads' | 'share' | 'network' | 'settings' | 'admin';

export interface Page {
  readonly name: PageName;
  readonly path: string;
  readonly icon: IconName;
  /** After `g`. */
  readonly key: string;
  readonly View: ComponentType;
}

/** Every page, in the order of the navigation. A page is loaded when it is opened. */
export const PAGES: readonly Page[] = [
  {
    name: 'find',
    path: '/',
    icon: 'find',
    key: 'f',
    View: lazy(async () => ({ default: (await import('../pages/find/find-page.tsx')).FindPage })),
  },
  {
    name: 'downloads',
    path: '/downloads',
    icon: 'downloads',
    key: 'd',
    View: lazy(async () => ({ default: (await import('../pages/downloads/downloads-page.tsx')).DownloadsPage })),
  },
  {
    name: 'share',
    path: '/share',
    icon: 'share',
    key: 's',
    View: lazy(async () => ({ default: (await import('../pages/my-share/my-share-page.tsx')).MySharePage })),
  },
  {
    name: 'network',
    path: '/network',
    icon: 'network',
    key: 'n',
    View: lazy(async () => ({ default: (await import('../pages/network/network-page.tsx')).NetworkPage })),
  },
  {
    name: 'settings',
    path: '/settings',
    icon: 'settings',
    key: 'e',
    View: lazy(async () => ({ default: (await import('../pages/settings/settings-page.tsx')).SettingsPage })),
  },
  {
    name: 'admin',
    path: '/admin',
    icon: 'admin',
    key: 'a',
    View: lazy(async () => ({ default: (await import('../pages/admin/admin-page.tsx')).AdminPage })),
  },
];
