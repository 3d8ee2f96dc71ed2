// What the tests of guard must notice when it is taken out.

export const mutantsOfGuard = [];
