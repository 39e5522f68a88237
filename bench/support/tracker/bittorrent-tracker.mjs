/** Starts the tracker of the npm package `bittorrent-tracker`, HTTP only: its folder, and a port on loopback. */
const [, , folder, port] = process.argv;
const { default: Server } = await import(`${folder}/server.js`);
const server = new Server({ http: true, udp: false, ws: false, stats: false });
server.listen(Number(port), '127.0.0.1', () => console.log('listens'));
