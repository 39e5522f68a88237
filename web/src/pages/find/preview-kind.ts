import { EXTENSIONS } from './filters.ts';

/** How a file is shown, by its name: the daemon looks at the bytes and refuses what is something else. */
export type PreviewKind = 'image' | 'text' | 'audio' | 'video';

/** What browsers show, in the order of the question. */
const SHOWN: readonly (readonly [PreviewKind, readonly string[]])[] = [
  ['image', ['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif', 'svg', 'bmp', 'ico']],
  ['video', ['mp4', 'm4v', 'webm', 'ogv', 'mov', 'mkv']],
  ['audio', EXTENSIONS.audio.filter((extension) => !['wma', 'aiff', 'mid'].includes(extension))],
  [
    'text',
    'txt md csv tsv log json xml html htm css js ts tsx jsx py rb go rs c h cpp java sh toml yaml yml ini tex srt vtt diff patch sql'.split(
      ' ',
    ),
  ],
];

/** `undefined` where only facts are shown. */
export function previewKind(name: string): PreviewKind | undefined {
  const extension = /\.([^./]{1,32})$/.exec(name)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : SHOWN.find(([, known]) => known.includes(extension))?.[0];
}
