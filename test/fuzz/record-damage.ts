/** Damage that knows JSON: members and elements that go, come, repeat, change their type or trade places. */
import type { Random } from '../../lib/sample/random.ts';
import { hostileName, hostileTime, hostileValue } from './hostile-values.ts';
import { type Member, type Node, type Place, placesIn } from './json-tree.ts';

type Damage = (place: Place, random: Random) => void;

const DAMAGES: readonly [Damage, ...Damage[]] = [
  (place, random) => place.replace(hostileValue(random)),
  (place, random) => place.replace(hostileValue(random)),
  (place, random) => place.replace({ kind: 'array', elements: [place.value, hostileValue(random)] }),
  (place, random) =>
    place.replace({ kind: 'object', members: [{ name: hostileName(random), value: place.value }] }),
  ({ siblings, index }) => void siblings.splice(index, 1),
  insertMember,
  insertMember,
  renameMember,
  repeatSibling,
  setTime,
];

/** Damages `record` in `count` places, anywhere below it. */
export function damageRecord(record: Node, count: number, random: Random): void {
  for (let turn = 0; turn < count; turn++) {
    const places = placesIn(record);
    const place = places[random.below(places.length)];
    if (place !== undefined) random.pick(DAMAGES)(place, random);
  }
}

function isMember(sibling: Member | Node | undefined): sibling is Member {
  return sibling !== undefined && 'name' in sibling;
}

function insertMember({ siblings, index }: Place, random: Random): void {
  const isAmongMembers = isMember(siblings[index]);
  const value = hostileValue(random);
  if (isAmongMembers) (siblings as Member[]).splice(index, 0, { name: hostileName(random), value });
  else (siblings as Node[]).splice(index, 0, value);
}

function renameMember({ siblings, index }: Place, random: Random): void {
  const sibling = siblings[index];
  if (isMember(sibling)) sibling.name = hostileName(random);
}

/** With a hostile value the second time: the last member of a name is the one that counts. */
function repeatSibling({ siblings, index }: Place, random: Random): void {
  const sibling = siblings[index];
  if (isMember(sibling)) (siblings as Member[]).push({ name: sibling.name, value: hostileValue(random) });
  else if (sibling !== undefined) (siblings as Node[]).push(sibling);
}

function setTime({ siblings }: Place, random: Random): void {
  const time = siblings.find((sibling) => isMember(sibling) && sibling.name === '"eventTime"');
  if (isMember(time)) time.value = hostileTime(random);
}
