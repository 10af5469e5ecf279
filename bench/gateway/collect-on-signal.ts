/** Loaded before the server, with `--expose-gc`: what is measured is what is kept, not what nobody has swept up yet. */
process.on('SIGCONT', () => globalThis.gc?.())
