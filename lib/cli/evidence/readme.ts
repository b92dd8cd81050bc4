/** README.txt of an evidence folder, for whoever opens it years later without traildex. */

import type { Session } from '../session.ts';
import { shellWord } from '../shell-word.ts';

export function writeReadme({ version, host, argv }: Pick<Session, 'version' | 'host' | 'argv'>): string {
  const commandLine = ['traildex', ...argv].map(shellWord).join(' ');
  return `Evidence from CloudTrail log files
==================================

Collected by traildex ${version}, begun ${host.now.toISOString()}, with

  ${commandLine}

What is here
------------

records.jsonl    The records of the events, each as the bytes that stand in its
                 log file, followed by a line feed. Only records that are intact.
events.jsonl     One line per event, in the order of the answer: its summary in
                 the index, where its record stands (bucket, logFile and
                 recordIndex, counted from 0), and how the check went (intact, or
                 fault and problem). record says where its bytes begin in
                 records.jsonl and how many there are.
log-files/       The log files concerned, as they are stored in the bucket, under
                 their keys. Characters of a key that are unusual in file names
                 are written as %XX.
log-files.jsonl  One line per log file: key, path here, SHA-256 of the stored and
                 of the inflated bytes, and what the index had noted of it
                 (indexedSha256, indexedAt).
command.json     The command, the version of traildex, when and where it ran.
problems.txt     What could not be collected, if anything.
manifest.sha256  The SHA-256 of every other file here. It is written last: without
                 it, the collection was not finished.

How to check it
---------------

That nothing here has changed since it was collected:

  sha256sum -c manifest.sha256          (macOS: shasum -a 256 -c manifest.sha256)

A record against its recordHash, which are the first 32 digits of the SHA-256 of
its bytes, here for the first line:

  head -n 1 records.jsonl | tr -d '\\n' | sha256sum

A log file against its inflatedSha256:

  gunzip -c log-files/PATH | sha256sum

What this shows, and what it does not
-------------------------------------

- An intact record has the same bytes now as when traildex indexed it, by the
  first 128 bits of their SHA-256.
- A log file whose inflatedSha256 equals its indexedSha256 is the file that was
  indexed.
- The manifest finds accidents. Whoever changes a file here on purpose can change
  the manifest as well: keep the SHA-256 of the manifest somewhere else.
- That CloudTrail wrote these log files, and that nobody changed them before they
  were indexed, is not shown here. CloudTrail's digest files show it, where log
  file validation was on: they sign the SHA-256 of the inflated log files. See
  aws cloudtrail validate-logs.
- A log file marked notAsDelivered was put together from another file when it was
  brought in. It is not what CloudTrail delivered.
- It is not shown that there were no other events: the index knows the log files
  that were delivered to it, for as long as it keeps their events.
`;
}
