/**
 * The process that dynalite runs in: takes the directory as its argument, prints its port, ends on SIGTERM.
 */
import dynalite from 'dynalite';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('usage: dynalite-server <directory>');

// Tables are there at once: a laptop need not wait like a region.
const server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === 'object' ? address?.port : ''}\n`);
});
process.once('SIGTERM', () => {
  // Closes the database after the last request; idle connections of an SDK would keep the server open for ever.
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
