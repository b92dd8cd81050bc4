/** What is told at synth of settings that are allowed. */
export interface Notice {
  /** By which whoever has read it can acknowledge it. */
  readonly id: string;
  /** A warning is of what may cost or fail; information, of what is as it should be and easily missed. */
  readonly level: 'info' | 'warning';
  readonly text: string;
}

export function warning(id: string, text: string): Notice {
  return { id, level: 'warning', text };
}

export function info(id: string, text: string): Notice {
  return { id, level: 'info', text };
}
