import { useEffect, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import type { ContentId } from '../../../../src/core/ids.ts';
import { errorOfAnswer } from '../../../../src/wire/http/error-body.ts';
import { PREVIEW_URL } from '../../daemon/paths.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { previewKind } from './preview-kind.ts';
import { WORDS } from './words.ts';

/** Bytes of a text that are fetched and shown. */
const MAX_TEXT = 256 * 1024;

/** A look into a file while it is still at others. What is neither image, sound, film nor text is never shown. */
export function Preview({ content, name, size }: { content: ContentId; name: string; size: number }) {
  const words = useWords(WORDS);
  const [failed, setFailed] = useState(false);
  const source = `${PREVIEW_URL}/${content}?name=${encodeURIComponent(name.slice(-255))}`;
  const kind = previewKind(name);
  const fail = () => setFailed(true);
  if (failed) return <p className="quiet">{words.noPreview}</p>;
  if (kind === 'image') return <img className="preview" src={source} alt={words.preview} onError={fail} />;
  if (kind === 'audio') return <audio controls preload="metadata" src={source} onError={fail} />;
  if (kind === 'video') return <video className="preview" controls preload="metadata" src={source} onError={fail} />;
  if (kind === 'text') return <TextPreview source={source} size={size} />;
  return <p className="quiet">{words.noPreview}</p>;
}

/** Text as text: whatever markup is in it stays letters. */
function TextPreview({ source, size }: { source: string; size: number }) {
  const words = useWords(WORDS);
  const [text, setText] = useState<string>();
  const [error, setError] = useState<AyniError>();
  useEffect(() => {
    const left = new AbortController();
    readText(source, size, left.signal).then(setText, (reason: unknown) => {
      if (!left.signal.aborted) setError(AyniError.from(reason));
    });
    return () => left.abort();
  }, [source, size]);
  if (error !== undefined) return <Problem error={error} />;
  if (text === undefined) return <p className="quiet">{words.loading}</p>;
  return (
    <>
      <pre className="preview" tabIndex={0} aria-label={words.preview} dir="auto">
        {text}
      </pre>
      {size > MAX_TEXT && <p className="quiet">{words.beginning}</p>}
    </>
  );
}

async function readText(source: string, size: number, signal: AbortSignal): Promise<string> {
  if (size === 0) return '';
  const headers = { range: `bytes=0-${Math.min(size, MAX_TEXT) - 1}` };
  const response = await fetch(source, { headers, signal });
  if (!response.ok) {
    const body = new Uint8Array(await response.arrayBuffer());
    throw errorOfAnswer({ status: response.status, body }, 'Ayni');
  }
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  // A server that does not know ranges sends all of it: the cap holds all the same.
  if (reader === undefined) return text;
  for (let bytes = 0; bytes < MAX_TEXT;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, MAX_TEXT - bytes), { stream: true });
    bytes += value.length;
  }
  await reader.cancel();
  return text + decoder.decode();
}
