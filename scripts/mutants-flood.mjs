// What the tests of flood must notice when it is taken out.

export const mutantsOfFlood = [];
