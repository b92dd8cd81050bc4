/**
 * Makes characters visible that would steer a terminal or hide text in it.
 *
 * Whoever makes an API call chooses much of its record, so a user agent may hold escape sequences, and a bucket name may
 * be written backwards. Concerned are the C0 and C1 controls and DEL, everything that Unicode gives no glyph to but an
 * effect (bidirectional overrides, zero-width characters, line separators, tags), and lone surrogates.
 * https://www.unicode.org/reports/tr9/ and https://www.unicode.org/reports/tr36/
 */

const HIDDEN = new RegExp(
  [
    '[\\u0000-\\u001f\\u007f-\\u009f]',
    '[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\uffa0]',
    '[\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff0-\\ufffb]',
    '[\\u{e0000}-\\u{e0fff}]',
    '\\p{Surrogate}',
  ].join('|'),
  'gu',
);

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** For text on a terminal: `\n`, `\x1b`, `\u202e`. Anything else stays as it is. */
export function escapeControls(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : toJsonEscapes(character));
  });
}

/** For JSON text: the same value, with hidden characters as JSON's own escapes. Leaves white space between tokens. */
export function escapeJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    /[\n\r\t]/.test(character) ? character : toJsonEscapes(character),
  );
}

function toJsonEscapes(character: string): string {
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${hex(character.charCodeAt(unit), 4)}`,
  ).join('');
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
