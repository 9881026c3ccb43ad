// Run on a machine of the test's network: takes connections from everywhere and passes them on to a port of its loopback.
import { connect, createServer } from 'node:net';

const [from = '', to = ''] = process.argv.slice(2);
createServer((socket) => {
  const onward = connect({ host: '127.0.0.1', port: Number(to) });
  socket.pipe(onward).pipe(socket);
  socket.on('error', () => onward.destroy());
  onward.on('error', () => socket.destroy());
}).listen(Number(from), '0.0.0.0', () => process.stdout.write('listening\n'));
