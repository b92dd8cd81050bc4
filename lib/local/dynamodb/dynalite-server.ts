/**
 * The process that dynalite runs in: takes the directory as its argument, prints its port, ends on SIGTERM.
 *
 * dynalite opens its files with the first request and throws where it cannot, so that request is made here.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import dynalite from 'dynalite';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('usage: dynalite-server <directory>');

// Tables are there at once: a laptop need not wait like a region.
const server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
process.once('SIGTERM', () => {
  // Closes the database after the last request; idle connections of an SDK would keep the server open for ever.
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;
await listTables();
process.stdout.write(`port ${port}\n`);

async function listTables(): Promise<void> {
  const sent = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
    },
  });
  sent.end('{}');
  const [response] = await once(sent, 'response');
  response.resume();
  if (response.statusCode !== 200)
    throw new Error(`The database cannot be read (status ${response.statusCode}).`);
}
