import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError } from '../../core/errors.ts';
import { parsePeerConf, parseTrackerConf } from './config-file.ts';

const SAMPLE_TRACKER = `# Configuration of the tracker
port 2521;
maxPeer 3;
# data ports
initialPort 10000;
`;
const SAMPLE_PEER = `# Configuration of a peer
peerPort 3333;
shared files;
maxPeers 3;
serverIP 127.0.0.1;
serverPort 2521;
`;
const fails = (text: string, line: number, says: RegExp) =>
  assert.throws(
    () => parsePeerConf(text, 'my.conf'),
    (error) =>
      AyniError.is(error, 'bad-config') &&
      error.message.startsWith(`my.conf, line ${line}: `) &&
      says.test(error.message),
    text,
  );

test('reads the sample files as they are', () => {
  assert.deepEqual(parseTrackerConf(SAMPLE_TRACKER), { port: 2521, maxPeer: 3, initialPort: 10_000 });
  assert.deepEqual(parsePeerConf(SAMPLE_PEER), {
    peerPort: 3333,
    shared: 'files',
    maxPeers: 3,
    initialPort: undefined,
    serverIP: '127.0.0.1',
    serverPort: 2521,
  });
});

test('blanks, line ends of any kind, comments behind a statement and a byte order mark do not matter', () => {
  const text = '\uFEFF\r\n  port\t2521 ;# the port\r\n\r\n#maxPeer x;\r\nmaxPeer   4;initialPort 20000;';
  assert.deepEqual(parseTrackerConf(text), { port: 2521, maxPeer: 4, initialPort: 20_000 });
  assert.equal(parsePeerConf('shared /home/me/my files;').shared, '/home/me/my files');
  assert.equal(parseTrackerConf('').port, undefined);
});

test('says what is wrong, and in which line', () => {
  fails('peerPort 3333;\nport 2521;', 2, /"port" is no setting: there are peerPort, shared/);
  fails('\n\npeerport 3333;', 3, /"peerport" is no setting/);
  fails('peerPort 3333', 1, /";"/);
  fails('peerPort;', 1, /a port from 1 to 65535/);
  fails('peerPort 70000;', 1, /"70000"/);
  fails('# one\npeerPort 33x;', 2, /"33x"/);
  fails('maxPeers 0;', 1, /a number from 1/);
  fails('serverIP ::1;', 1, /IPv4/);
  fails('peerPort 1;\npeerPort 2;', 2, /second time/);
  fails(';', 1, /no setting/);
});
