#!/usr/bin/env node
// Starts the command line, or says in one sentence why it cannot.
//
// Plain JavaScript that old Node versions parse: the command line itself needs Node 24. In a checkout it is TypeScript
// below lib, in the installed package JavaScript below dist. A checkout brings its own Node (the package `node`), and npm
// and npx put that one first; where an older one was called instead, this starts the command line with the checkout's.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR_VERSION = 24;
/** Process id of the launcher that started this one. */
const LAUNCHER_MARK = 'TRAILDEX_LAUNCHED';
const LAUNCHER_WATCH_MS = 500;
const root = fileURLToPath(new URL('..', import.meta.url));
const isCheckout = existsSync(new URL('../lib', import.meta.url));
const COMMAND_LINE = isCheckout ? '../lib/cli/main.ts' : '../dist/lib/cli/main.js';
const REINSTALL = isCheckout ? `Run npm ci in ${root}` : 'Install traildex again';

function fail(message) {
  process.stderr.write(`traildex: ${message}\n`);
  process.exitCode = 1;
}

function findNodeOfCheckout() {
  const folder = new URL('../node_modules/node/bin/', import.meta.url);
  return ['node', 'node.exe']
    .map((name) => fileURLToPath(new URL(name, folder)))
    .find((path) => existsSync(path));
}

/** Runs this file again with another Node and ends as that one ends. */
function startWith(node) {
  // The mark keeps two files that both call themselves Node 24 from calling each other for ever, and tells the child
  // whose child it is.
  const env = { ...process.env, [LAUNCHER_MARK]: String(process.pid) };
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env });
  // Ctrl-C reaches the child by itself, because the terminal sends it to both; what is sent to us alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}. ${REINSTALL}.`));
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code === null ? 1 : code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuseOldNode() {
  const remedy = isCheckout
    ? `${REINSTALL}, which brings it along, or install it from https://nodejs.org.`
    : 'Install it from https://nodejs.org.';
  fail(
    `this is Node.js ${process.versions.node}, and Node.js ${NEEDED_MAJOR_VERSION} or later is needed. ${remedy}`,
  );
}

/** Whether the failed import was of a package: then it is the installation that is incomplete, not our code. */
function isPackageMissing(error) {
  return (
    error instanceof Error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    (/Cannot find package/.test(error.message) || !existsSync(new URL('../node_modules', import.meta.url)))
  );
}

/** A launcher that was killed cannot pass that on; its child must not go on unseen. */
function endWithLauncher() {
  const launcher = Number(process.env[LAUNCHER_MARK]);
  if (!(launcher > 0)) return;
  setInterval(() => {
    if (process.ppid !== launcher) process.kill(process.pid, 'SIGTERM');
  }, LAUNCHER_WATCH_MS).unref();
}

async function start() {
  endWithLauncher();
  const { main } = await import(COMMAND_LINE);
  await main(process);
}

const nodeOfCheckout = findNodeOfCheckout();
if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR_VERSION) {
  start().catch((error) => {
    if (!isPackageMissing(error)) throw error;
    fail(`its npm packages are not installed. ${REINSTALL}.`);
  });
} else if (nodeOfCheckout !== undefined && process.env[LAUNCHER_MARK] === undefined) {
  startWith(nodeOfCheckout);
} else {
  refuseOldNode();
}
