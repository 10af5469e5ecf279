/** 16-bit little-endian PCM in base64 as numbers from -1 to 1. */
export function decodePcm(base64: string): Float32Array<ArrayBuffer> {
  const binary = atob(base64)
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const samples = new Float32Array(bytes.length >> 1)
  for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true) / 32768
  return samples
}
