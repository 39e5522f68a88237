import { createElement, lazy, useState, type ComponentType } from 'react';

import type { IconName } from '../ui/icon.tsx';

type PageName = 'find' | 'downloads' | 'share' | 'network' | 'settings' | 'admin';

export interface Page {
  readonly name: PageName;
  readonly path: string;
  readonly icon: IconName;
  /** After `g`. */
  readonly key: string;
  readonly View: ComponentType;
  /** Loads it, for when it is drawn soon. */
  readonly load: () => Promise<unknown>;
}

/** A page that comes when it is drawn, and is drawn at once where it was loaded before. */
function loadedLater(load: () => Promise<ComponentType>): Pick<Page, 'View' | 'load'> {
  let loaded: ComponentType | undefined;
  const loadNow = async (): Promise<ComponentType> => (loaded ??= await load());
  const Later = lazy(async () => ({ default: await loadNow() }));
  // Of what suspends React draws the stand-in first, and nothing else for 300 ms after that.
  const View: ComponentType = () => {
    const [Chosen] = useState<ComponentType>(() => loaded ?? Later);
    return createElement(Chosen);
  };
  return { View, load: loadNow };
}

/** Every page, in the order of the navigation. A page is loaded when it is opened. */
export const PAGES: readonly Page[] = [
  {
    name: 'find',
    path: '/',
    icon: 'find',
    key: 'f',
    ...loadedLater(async () => (await import('../pages/find/find-page.tsx')).FindPage),
  },
  {
    name: 'downloads',
    path: '/downloads',
    icon: 'downloads',
    key: 'd',
    ...loadedLater(async () => (await import('../pages/downloads/downloads-page.tsx')).DownloadsPage),
  },
  {
    name: 'share',
    path: '/share',
    icon: 'share',
    key: 's',
    ...loadedLater(async () => (await import('../pages/my-share/my-share-page.tsx')).MySharePage),
  },
  {
    name: 'network',
    path: '/network',
    icon: 'network',
    key: 'n',
    ...loadedLater(async () => (await import('../pages/network/network-page.tsx')).NetworkPage),
  },
  {
    name: 'settings',
    path: '/settings',
    icon: 'settings',
    key: 'e',
    ...loadedLater(async () => (await import('../pages/settings/settings-page.tsx')).SettingsPage),
  },
  {
    name: 'admin',
    path: '/admin',
    icon: 'admin',
    key: 'a',
    ...loadedLater(async () => (await import('../pages/admin/admin-page.tsx')).AdminPage),
  },
];

/** Loads the page at a path. One that cannot be loaded says so when it is drawn. */
export async function loadPage(path: string): Promise<void> {
  await PAGES.find((page) => page.path === path)
    ?.load()
    .catch(() => undefined);
}
