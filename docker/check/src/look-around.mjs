// Run on a machine of the test's network: prints as JSON which ports of an address take a connection.
import { connect } from 'node:net';

const [address = '', first = '1', last = '65535'] = process.argv.slice(2);
const TOGETHER = 2000;
const open = [];

function tries(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 2000 });
    const end = (answers) => {
      socket.destroy();
      if (answers) open.push(port);
      resolve();
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

for (let from = Number(first); from <= Number(last); from += TOGETHER) {
  const ports = Array.from(
    { length: Math.min(TOGETHER, Number(last) - from + 1) },
    (_, index) => from + index,
  );
  await Promise.all(ports.map(tries));
}
process.stdout.write(JSON.stringify(open));
