'use strict'

/** Something a person can mend: shown as it is, without a stack. */
class SetupError extends Error {}

module.exports = { SetupError }
