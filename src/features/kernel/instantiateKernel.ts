/**
 * What a kernel that is kept in base64 exports, which the caller knows the type of; null where the runtime does not know
 * the instructions that the build needs.
 */
export function instantiateKernel(base64: string): unknown {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  if (!WebAssembly.validate(bytes)) return null
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
}
