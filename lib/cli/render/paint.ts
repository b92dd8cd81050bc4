/** Colour for text whose reader is known to be a terminal: decided once per command, not by looking at the process. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export function paint(text: string, style: Style): string {
  return styleText(style, text, { validateStream: false });
}
