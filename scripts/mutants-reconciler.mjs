// What the tests of reconciler must notice when it is taken out.

export const mutantsOfReconciler = [];
