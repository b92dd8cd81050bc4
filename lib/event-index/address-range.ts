/** Ranges of addresses in CIDR notation: `203.0.113.0/24`, `2001:db8::/32`. */
import { BlockList, isIP } from 'node:net';

export interface AddressRange {
  contains(address: string): boolean;
  /** What every address of the range begins with, as far as it is whole bytes; empty where it is none. */
  readonly beginning: string;
}

const CIDR = /^(?<network>[0-9a-f.:]+)\/(?<length>\d{1,3})$/i;

/** Undefined where `text` is no range. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const { network = '', length = '' } = CIDR.exec(text)?.groups ?? {};
  const family = isIP(network);
  const bits = Number(length);
  if (family === 0 || bits > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return {
    contains: (address) => isIP(address) === family && list.check(address, family === 4 ? 'ipv4' : 'ipv6'),
    beginning: family === 4 ? wholeBytes(network, bits) : '',
  };
}

/** An IPv6 address has several spellings, so only IPv4 ranges have a beginning. */
function wholeBytes(network: string, bits: number): string {
  const bytes = network.split('.').slice(0, Math.floor(bits / 8));
  return bytes.length === 4 ? bytes.join('.') : bytes.map((byte) => `${byte}.`).join('');
}
