const UNRESERVED = /^[\w.~-]*$/;
const RESERVED_BYTES = /[^\w.~-]/g;
const ENCODED_BYTE = /%([0-9A-Fa-f]{2})/g;

/** Every byte but letters, digits and `-._~` as `%XX`. One character of the text is one byte. Source: AWS's UriEncode. */
export function percentEncoded(text: string): string {
  return UNRESERVED.test(text) ? text : text.replaceAll(RESERVED_BYTES, encodedByte);
}

/** The bytes behind `%XX`, one character each; what is no such sequence, and `+`, stay as they are. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(ENCODED_BYTE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function encodedByte(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
