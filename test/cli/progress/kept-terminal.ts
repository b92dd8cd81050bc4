/** A terminal of 80 columns that keeps what was written to it, and knows how to clear a line. */
import { KeptText } from '../run-cli.ts';

export class KeptTerminal extends KeptText {
  readonly isTTY = true;
  readonly columns = 80;
  cursorTo(): boolean {
    return true;
  }
  moveCursor(): boolean {
    return true;
  }
  clearLine(): boolean {
    return true;
  }
}
