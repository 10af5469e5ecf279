/** Never says that it is ready. */
process.on('message', () => {})
