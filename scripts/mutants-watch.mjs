// What must be noticed when it is taken out of watching versions and telling of changes.

/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfWatch = [];
