/**
 * Nothing of the local environment can be reached from another machine: not the services, not the database, not the
 * Runtime API of the function's process, nor anything else that one of its processes opens.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../../lib/aws/connection.ts';
import { OUTPUT } from '../../lib/config/outputs.ts';
import { dynalite } from '../../lib/local/dynamodb/dynalite.ts';
import { dynoxide, findDynoxide } from '../../lib/local/dynamodb/dynoxide.ts';
import { type LocalEnvironment, openLocalEnvironment } from '../../lib/local/environment.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ListeningSocket, LOOPBACK, listeningSockets } from '../helpers/listening-sockets.ts';
import { makeTemporaryDirectory, removeDirectory } from '../helpers/temporary-directory.ts';

const PROJECT_ROOT = new URL('../..', import.meta.url).pathname;
const ENGINES = [dynalite, ...((await findDynoxide()) === undefined ? [] : [dynoxide])];

/** Addresses by which others reach this machine; of a link-local one, with the interface that it is on. */
const OUTSIDE_ADDRESSES = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
  addresses
    .filter(({ internal }) => !internal)
    .map(({ address }) => (address.startsWith('fe80:') ? `${address}%${name}` : address)),
);

async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** What the tests have started, to be ended in the opposite order. */
const closers: (() => Promise<unknown>)[] = [];
let environment: LocalEnvironment;
/** Of everything that was opened: the environment, and the engines of which it has chosen one. */
let sockets: readonly ListeningSocket[];

beforeAll(async () => {
  const before = new Set(listeningSockets().map(({ port }) => port));
  environment = await openLocalEnvironment({
    dataDirectory: await openDirectory(),
    projectRoot: PROJECT_ROOT,
    needs: 'everything',
  });
  closers.push(environment.close);
  for (const engine of ENGINES) {
    const running = await engine.start({ directory: await openDirectory() });
    closers.push(running.stop);
  }
  await startFunction();
  // S3, SNS and SQS on one port, the databases, and the Runtime API as soon as the message starts a process.
  sockets = await eventually(() => {
    const opened = listeningSockets().filter(({ port }) => !before.has(port));
    expect(opened.length).toBeGreaterThanOrEqual(3 + ENGINES.length);
    return opened;
  });
});

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

async function openDirectory(): Promise<string> {
  const directory = await makeTemporaryDirectory();
  closers.push(() => removeDirectory(directory));
  return directory;
}

/** By a message that it has nothing to do for. */
async function startFunction(): Promise<void> {
  const { connection, outputs } = environment;
  const sns = new SNSClient(clientConfig(connection, 'sns'));
  await sns.send(
    new PublishCommand({
      TopicArn: outputs[OUTPUT.deliveryTopic],
      Message: 'CloudTrail validation message.',
    }),
  );
  sns.destroy();
}

describe('the local environment', () => {
  it('waits for connections on 127.0.0.1 only', () => {
    expect(sockets.filter(({ address }) => address !== LOOPBACK)).toEqual([]);
  });

  it('answers there', async () => {
    const { endpoints } = environment.connection;
    const named = Object.values(endpoints).map((endpoint) => Number(new URL(endpoint).port));
    expect(sockets.map(({ port }) => port)).toEqual(expect.arrayContaining(named));
    for (const { port } of sockets) expect(await answers('127.0.0.1', port)).toBe(true);
  });

  it('answers on no other address of the machine', async () => {
    for (const host of OUTSIDE_ADDRESSES)
      for (const { port } of sockets) expect(await answers(host, port), `${host} ${port}`).toBe(false);
  });
});

it('would see a server that listens on every interface', async () => {
  const server = createServer();
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const [socket] = listeningSockets().filter((listening) => listening.port === port);
    expect(socket?.address).toMatch(/^0+$/);
    for (const host of OUTSIDE_ADDRESSES) expect(await answers(host, port), host).toBe(true);
  } finally {
    server.close();
  }
});
