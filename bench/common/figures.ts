/** Figures as the report shows them: three significant digits, units beside them. */

export function times(ratio: number): string {
  return `${significant(ratio)} times`;
}

export function microseconds(us: number): string {
  return `${significant(us)} µs`;
}

export function milliseconds(ms: number): string {
  return `${significant(ms)} ms`;
}

export function mebibytes(bytes: number): string {
  return `${significant(bytes / 1024 ** 2)} MiB`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function perSecond(value: number, what: string): string {
  return `${count(Number(value.toPrecision(3)))} ${what}/s`;
}

function significant(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value >= 1000 ? count(value) : String(Number(value.toPrecision(3)));
}
