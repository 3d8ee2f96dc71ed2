// What must be noticed when it is taken out of slots over HTTP.

/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfSlotsHttp = [];
