import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromFile } from './from-file.ts';
import { problemLine } from './problem.ts';

const FILE = { name: 'ayni.toml', folder: '/etc/ayni' };

function problemsOf(text: string): readonly string[] {
  return fromFile(text, FILE).problems.map(problemLine);
}

test('reads values by place, with paths relative to the file, and turns on each dialect that has a section', () => {
  const { values, problems } = fromFile(
    `[peer]
downloads = "in"
folders = ["music", "/srv/films"]
[tracker]
access = "open"
[dialects.helo]
[dialects.slots]
ttl = 300
`,
    FILE,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [...values].toSorted(([a], [b]) => a.localeCompare(b)),
    [
      ['dialects.helo', true],
      ['dialects.slots', true],
      ['dialects.slots.ttl', 300],
      ['peer.downloads', '/etc/ayni/in'],
      ['peer.folders', ['/etc/ayni/music', '/srv/films']],
      ['tracker.access', 'open'],
    ],
  );
});

test('tells each unknown key with the one that was likely meant, and its line', () => {
  assert.deepEqual(
    problemsOf('# mine\n[peer]\n\nprot = 1\n\n[trakcer]\n[dialects.slot]\n[dialects.slots]\nlots = 1\n'),
    [
      'ayni.toml, line 4: "peer.prot" is no setting that Ayni knows. Did you mean "port"?',
      'ayni.toml, line 6: "trakcer" is no setting that Ayni knows. Did you mean "tracker"?',
      'ayni.toml, line 7: "dialects.slot" is no setting that Ayni knows. Did you mean "slots"?',
      'ayni.toml, line 9: "dialects.slots.lots" is no setting that Ayni knows.',
    ],
  );
});

test('tells each value of a wrong kind with what it should be, also where it takes several lines', () => {
  const text = `[peer]
port = 70000
strict = "yes"
folders = [
  "a",
  1,
]
[metrics]
port = 1.5
[dialects]
p4 = true
[tracker]
access = "all"
store = "mysql://root:secret@here/x"
`;
  assert.deepEqual(problemsOf(text), [
    'ayni.toml, line 2: "peer.port" should be a whole number from 1 to 65535, not 70000.',
    'ayni.toml, line 3: "peer.strict" should be true or false, not "yes".',
    'ayni.toml, line 4: "peer.folders" should be a list of paths, not ["a",1].',
    'ayni.toml, line 9: "metrics.port" should be a whole number from 1 to 65535, not 1.5.',
    'ayni.toml, line 11: "dialects.p4" is a section: write [dialects.p4].',
    'ayni.toml, line 13: "tracker.access" should be one of invite, open, not "all".',
    'ayni.toml, line 14: "tracker.store" should be an address like postgres://user@host:5432/name.',
  ]);
});

test('tells the line of what is no TOML, and refuses a file without end', () => {
  assert.match(problemsOf('[peer]\nport = \n')[0] ?? '', /^ayni\.toml, line 2: /);
  assert.match(problemsOf('#'.repeat(300_000))[0] ?? '', /letters at most/);
  assert.equal(problemsOf(Array.from({ length: 200 }, (_, at) => `x${at} = 1`).join('\n')).length, 50);
});

test('keys that objects have anyway are no settings', () => {
  for (const key of ['constructor', '__proto__', 'toString']) {
    assert.match(problemsOf(`[peer]\n"${key}" = 1\n`)[0] ?? '', /is no setting/, key);
  }
});
