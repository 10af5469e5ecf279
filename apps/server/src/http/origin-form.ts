const SLASH = 0x2f

/** A client may write the whole address, as it does for a proxy, and a server has to understand it (RFC 9112, 3.2.2): here the path counts. */
export function originForm(target: string): string {
  if (target.charCodeAt(0) === SLASH) return target
  return target.replace(/^https?:\/\/[^/?#]*\/?/i, '/')
}
