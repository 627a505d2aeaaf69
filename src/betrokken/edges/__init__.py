"""All side effects: the store, the fence, the keys, the journal."""
