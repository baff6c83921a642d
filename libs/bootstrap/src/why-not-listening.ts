/** Why an address cannot be listened on, in a sentence. */
export function whyNotListening(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program.`;
  if (code === 'EACCES') return `Port ${port} on ${host} needs rights that this user does not have.`;
  return `It is not possible to listen on port ${port} of ${host} (${String(error)}).`;
}
