"""One pure function per editor feature, over a `Snapshot`. Everything speaks offsets; nothing here raises for what a
user wrote."""
